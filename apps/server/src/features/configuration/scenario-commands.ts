import type {
  InstallScenario,
  Scenario,
  ScenarioAbout,
  ScenarioPlan,
} from "@gezhi/contract/scenarios.ts";
import { ScenarioPart } from "@gezhi/contract/scenarios.ts";
import { levelOf } from "@gezhi/contract/units.ts";
import { read, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid } from "../../platform/problems.ts";
import { listContactsFor } from "../alarms/outside-queries.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { holds, type Viewer } from "../identity/viewer.ts";
import { faultsTogether, publishTogether } from "./configuration-commands.ts";
import {
  type Documents,
  mergedDocuments,
  plannedParts,
  repeatedParts,
  scenarioOf,
} from "./scenario-rules.ts";

const documentsAt = (
  { configuration }: Pick<Context, "configuration">,
  unit: string,
): Documents => ({
  catalogue: configuration.current("catalogue", unit).content,
  deviceProfiles: configuration.current("deviceProfiles", unit).content,
  routing: configuration.current("routing", unit).content,
  alarmRules: configuration.current("alarmRules", unit).content,
  caseForms: configuration.current("caseForms", unit).content,
});

function demandAdministrator(viewer: Viewer, unit: string): void {
  if (!holds(viewer, "sysAdmin", unit))
    throw forbidden("只有本单位或上级单位的系统管理员可以导出、安装这里的一件事");
}

export function exportScenario(
  context: Context,
  viewer: Viewer,
  { unit, about, categories }: { unit: string; about: ScenarioAbout; categories: string[] },
): Scenario {
  demandAdministrator(viewer, unit);
  const scenario = scenarioOf(about, categories, documentsAt(context, unit));
  if (Object.values(scenario.parts).every((parts) => parts.length === 0))
    throw invalid("所选类别下没有任何配置，请重新选择类别");
  return scenario;
}

type Asked = { unit: string; scenario: Scenario; replace: string[] };

/** What installing it would do, without doing it. */
export async function planScenario(
  context: Context,
  viewer: Viewer,
  { unit, scenario, replace }: Asked,
): Promise<ScenarioPlan> {
  demandAdministrator(viewer, unit);
  const { configuration } = context;
  const documents = documentsAt(context, unit);
  const repeated = repeatedParts(scenario);
  const merged = mergedDocuments(scenario, documents, new Set(replace));
  const contacts = await read(context.db, "system", (tx) =>
    listContactsFor(tx, unit, scenario.parties),
  );
  return {
    parts: plannedParts(scenario, documents),
    documents: ScenarioPart.options.flatMap((kind) =>
      merged[kind]
        ? {
            kind,
            baseVersion: configuration.versions(kind, unit).at(-1)?.version ?? 0,
            own: configuration.current(kind, unit).unit === unit,
          }
        : [],
    ),
    contacts: scenario.parties.map((party) => ({
      party,
      registered:
        levelOf(unit) === "city"
          ? null
          : contacts.filter((contact) => contact.party === party).length,
    })),
    faults: repeated.length > 0 ? repeated : faultsTogether(context, unit, merged).slice(0, 200),
  };
}

/** Publishes every document it changes, all or none, each as its own new version with the same reason. */
export async function installScenario(
  context: Context,
  viewer: Viewer,
  { unit, scenario, replace, reason, baseVersions }: InstallScenario,
): Promise<{ kind: ScenarioPart; version: number }[]> {
  demandAdministrator(viewer, unit);
  const repeated = repeatedParts(scenario);
  if (repeated.length > 0) throw invalid("包里有重复的内容，请核对后重新导入", repeated);
  const merged = mergedDocuments(scenario, documentsAt(context, unit), new Set(replace));
  const kinds = ScenarioPart.options.filter((kind) => merged[kind] !== undefined);
  if (kinds.length === 0) throw conflict("包里的内容这里都已经有了，没有要安装的");
  const planned = kinds.find((kind) => baseVersions[kind] === undefined);
  if (planned) throw conflict("预演之后配置有了变化，请重新预演再安装");
  const why = `安装一件事《${scenario.name}》${scenario.version}：${reason}`;
  const versions = await publishTogether(
    context,
    viewer,
    kinds.map((kind) => ({
      kind,
      content: merged[kind],
      request: {
        unit,
        reason: why.slice(0, 500),
        baseVersion: baseVersions[kind] ?? 0,
        withdrawScheduled: false,
      },
    })),
  );
  await write(context.db, "system", (tx) =>
    recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: "configuration.install",
      subject: `scenario ${scenario.code}@${unit}`,
      reason,
      detail: { version: scenario.version, replaced: replace.length },
      district: unit.slice(0, 6),
      unit,
    }),
  );
  return kinds.map((kind, index) => ({ kind, version: versions[index]?.version ?? 0 }));
}
