import type { ContentOf } from "@gezhi/contract/configuration.ts";
import {
  type Scenario,
  type ScenarioAbout,
  ScenarioPart,
  type ScenarioPlan,
} from "@gezhi/contract/scenarios.ts";
import type { OutsideParty } from "@gezhi/contract/sensing.ts";
import canonicalize from "canonicalize";

/** The documents that packages are cut from and added to. */
export type Documents = { [K in ScenarioPart]: ContentOf<K> };
type Part = { code?: string; number?: number; name: string };

const keyOf = (part: Part): string => part.code ?? String(part.number);
export const partName = (kind: ScenarioPart, key: string): string => `${kind}/${key}`;

const listOf = (kind: ScenarioPart, documents: Documents): readonly Part[] => {
  switch (kind) {
    case "catalogue":
      return documents.catalogue.categories;
    case "deviceProfiles":
      return documents.deviceProfiles.profiles;
    case "routing":
      return documents.routing.rules;
    case "alarmRules":
      return documents.alarmRules.rules;
    default:
      return documents.caseForms.forms;
  }
};

/** Everything about these categories: their rules, what these measure, their forms, where they go, whom they call. */
export function scenarioOf(
  about: ScenarioAbout,
  prefixes: readonly string[],
  documents: Documents,
): Scenario {
  const isOurs = (code: string) => prefixes.some((prefix) => code.startsWith(prefix));
  const touches = (codes: readonly string[] | undefined) =>
    codes?.some((code) => isOurs(code) || prefixes.some((prefix) => prefix.startsWith(code))) ??
    false;
  const alarmRules = documents.alarmRules.rules.filter(({ category, categoryByLevel }) =>
    [category, ...Object.values(categoryByLevel)].some(isOurs),
  );
  const measured = new Set(alarmRules.map(({ profile }) => profile));
  const parties = alarmRules.flatMap(({ fanOut }) =>
    fanOut.flatMap((one): OutsideParty[] => (one.to === "outside" ? [one.party] : [])),
  );
  return {
    format: "gezhi-scenario/1",
    ...about,
    parts: {
      catalogue: documents.catalogue.categories.filter(({ code }) => isOurs(code)),
      deviceProfiles: documents.deviceProfiles.profiles.filter(({ code }) => measured.has(code)),
      routing: documents.routing.rules.filter(({ when }) => touches(when.categories)),
      alarmRules,
      caseForms: documents.caseForms.forms.filter(({ categories }) => touches(categories)),
    },
    parties: [...new Set(parties)],
  };
}

/** One part after the other, against what is in force: new, the same, or there and different. */
export const plannedParts = (scenario: Scenario, documents: Documents): ScenarioPlan["parts"] =>
  ScenarioPart.options.flatMap((kind) => {
    const there = new Map(listOf(kind, documents).map((part) => [keyOf(part), part]));
    return (scenario.parts[kind] as readonly Part[]).map((part) => {
      const key = keyOf(part);
      const old = there.get(key);
      const same = old !== undefined && canonicalize(old) === canonicalize(part);
      return {
        kind,
        key,
        name: part.name,
        change:
          old === undefined ? ("added" as const) : same ? ("same" as const) : ("differs" as const),
        there: old && old.name !== part.name ? old.name : null,
        fields: old && !same ? differing(old, part) : [],
      };
    });
  });

function differing(old: object, fresh: object): string[] {
  const [before, after] = [old as Record<string, unknown>, fresh as Record<string, unknown>];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => canonicalize(before[name]) !== canonicalize(after[name]),
  );
}

/** Two parts of one kind with one key. */
export const repeatedParts = (scenario: Scenario): { path: string; message: string }[] =>
  ScenarioPart.options.flatMap((kind) => {
    const keys = (scenario.parts[kind] as readonly Part[]).map(keyOf);
    return keys.flatMap((key, index) =>
      keys.indexOf(key) < index
        ? [{ path: `scenario.parts.${kind}.${index}`, message: `${key} 出现了两次` }]
        : [],
    );
  });

/** Each document as it would be: parts of the package added, and in place of those that are to be replaced. */
export function mergedDocuments(
  scenario: Scenario,
  documents: Documents,
  replace: ReadonlySet<string>,
): Partial<Documents> {
  const { parts } = scenario;
  const merged = <P extends Part>(
    kind: ScenarioPart,
    old: readonly P[],
    fresh: readonly P[],
  ): P[] | undefined => {
    const brought = new Map(fresh.map((part) => [keyOf(part), part]));
    const kept = old.map((part) => {
      const key = keyOf(part);
      const other = brought.get(key);
      brought.delete(key);
      return other && replace.has(partName(kind, key)) ? other : part;
    });
    const all = [...kept, ...brought.values()];
    return canonicalize(all) === canonicalize(old) ? undefined : all;
  };
  const categories = merged("catalogue", documents.catalogue.categories, parts.catalogue);
  const profiles = merged(
    "deviceProfiles",
    documents.deviceProfiles.profiles,
    parts.deviceProfiles,
  );
  const rules = merged("routing", documents.routing.rules, parts.routing);
  const alarms = merged("alarmRules", documents.alarmRules.rules, parts.alarmRules);
  const forms = merged("caseForms", documents.caseForms.forms, parts.caseForms);
  return {
    ...(categories ? { catalogue: { categories: categories.toSorted(byCode) } } : {}),
    ...(profiles ? { deviceProfiles: { profiles } } : {}),
    ...(rules ? { routing: { rules: rules.toSorted((a, b) => a.number - b.number) } } : {}),
    ...(alarms ? { alarmRules: { rules: alarms } } : {}),
    ...(forms ? { caseForms: { forms } } : {}),
  };
}

const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);
