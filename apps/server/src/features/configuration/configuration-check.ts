import type { ConfigurationKind, ContentOf } from "@gezhi/contract/configuration.ts";
import { parentOf } from "@gezhi/contract/units.ts";
import type { FieldError } from "../../platform/problems.ts";
import {
  keywordFaults,
  referenceFaults,
  type Related,
  type RelatedKind,
  relatedKinds,
} from "./configuration-rules.ts";
import type { ConfigurationStore } from "./configuration-store.ts";
import { formReferenceFaults } from "./form-document-rules.ts";
import { sensingFaults } from "./sensing-document-rules.ts";

/** Which document a fault stands in. */
const documentOf = ({ path }: FieldError): RelatedKind => {
  if (path.startsWith("categories")) return "catalogue";
  return path.startsWith("rules") ? "routing" : "lists";
};

const isRelated = (kind: ConfigurationKind): kind is RelatedKind =>
  (relatedKinds as readonly ConfigurationKind[]).includes(kind);

/**
 * Every reference that would lead nowhere with `content` in force at `unit` from `start` on, there and at the units below
 * that have documents of their own. Without content: with the document of the unit above in its place.
 */
export function faultsAround<K extends ConfigurationKind>(
  configuration: ConfigurationStore,
  kind: K,
  unit: string,
  content: ContentOf<K> | null,
  start: number,
): FieldError[] {
  if (kind === "keywords" && content !== null)
    return keywordFaults(
      content as ContentOf<"keywords">,
      configuration.current("catalogue", unit, new Date(start)).content,
    );
  if (kind === "caseForms" && content !== null)
    return formReferenceFaults(
      content as ContentOf<"caseForms">,
      configuration.current("catalogue", unit, new Date(start)).content,
    );
  if ((kind === "alarmRules" || kind === "deviceProfiles") && content !== null)
    return sensingFaultsAt(configuration, unit, new Date(start), { [kind]: content });
  if (!isRelated(kind)) return [];
  const places = [unit, ...configuration.unitsWithin(unit)];
  const instants = [start, ...laterStarts(configuration, [...places, ...aboveOf(unit)], start)];
  const faults = new Map<string, FieldError>();
  for (const place of places)
    for (const instant of instants) {
      const at = new Date(instant);
      const found = <R extends RelatedKind>(wanted: R): ContentOf<R> => {
        const document = configuration.current(wanted, place, at);
        const replaced = (wanted as string) === kind && document.unit.length <= unit.length;
        if (replaced && content === null)
          return configuration.current(wanted, parentOf(unit) ?? unit, at).content;
        return replaced
          ? (content as ContentOf<ConfigurationKind> as ContentOf<R>)
          : document.content;
      };
      const related: Related = {
        catalogue: found("catalogue"),
        posts: found("posts"),
        departments: found("departments"),
        lists: found("lists"),
        routing: found("routing"),
      };
      for (const fault of referenceFaults(related)) {
        const owner = configuration.current(documentOf(fault), place, at).unit;
        const known = faults.has(`${fault.path} ${fault.message}`);
        if (known && owner.length <= unit.length) continue;
        const message =
          place === unit ? fault.message : `${fault.message}（${place} 有自己的配置）`;
        faults.set(`${fault.path} ${message}`, { ...fault, message });
      }
    }
  return [...faults.values()];
}

/** As if these documents were in force at the unit, and at those below that have none of their own. */
export const withDocuments = (
  configuration: ConfigurationStore,
  unit: string,
  documents: { [K in ConfigurationKind]?: ContentOf<K> },
): ConfigurationStore => ({
  ...configuration,
  current: (kind, place, at) => {
    const document = configuration.current(kind, place, at);
    const content = documents[kind];
    return content && place.startsWith(unit) && document.unit.length <= unit.length
      ? { ...document, content }
      : document;
  },
});

function sensingFaultsAt(
  configuration: ConfigurationStore,
  unit: string,
  at: Date,
  changed: { [K in ConfigurationKind]?: ContentOf<ConfigurationKind> },
): FieldError[] {
  const current = <K extends ConfigurationKind>(kind: K) =>
    (changed[kind] ?? configuration.current(kind, unit, at).content) as ContentOf<K>;
  return sensingFaults(current("alarmRules"), current("deviceProfiles"), {
    categories: new Set(current("catalogue").categories.map(({ code }) => code)),
    posts: new Set(current("posts").posts.map(({ code }) => code)),
    departments: new Set(current("departments").departments.map(({ code }) => code)),
  });
}

const aboveOf = (unit: string): string[] =>
  [2, 6].filter((length) => length < unit.length).map((length) => unit.slice(0, length));

/** What was dated ahead must still hold together with the new document when it comes into force. */
function laterStarts(
  configuration: ConfigurationStore,
  places: readonly string[],
  start: number,
): number[] {
  const starts = places
    .flatMap((place) => relatedKinds.flatMap((kind) => configuration.versions(kind, place)))
    .filter(({ validFrom, validTo }) => validTo !== validFrom && Date.parse(validFrom) > start)
    .map(({ validFrom }) => Date.parse(validFrom));
  return [...new Set(starts)];
}
