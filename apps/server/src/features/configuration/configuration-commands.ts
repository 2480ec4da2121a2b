import {
  type ConfigurationKind,
  type ConfigurationVersion,
  type ContentOf,
  Contents,
  type PublishConfiguration,
} from "@gezhi/contract/configuration.ts";
import { levelOf, type UnitLevel } from "@gezhi/contract/units.ts";
import { write } from "../../platform/database/scope.ts";
import {
  conflict,
  type FieldError,
  forbidden,
  invalid,
  notFound,
} from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { holds, type Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import { differenceOf } from "./configuration-diff-rules.ts";
import { insertVersion, lockConfigurations, setVersionEnd } from "./configuration-queries.ts";
import {
  keywordFaults,
  ownFaults,
  referenceFaults,
  type Related,
  type RelatedKind,
  relatedKinds,
} from "./configuration-rules.ts";
import type { ConfigurationStore } from "./configuration-store.ts";

/** Departments are a district's, and so are the words of the classifier; the rest may differ from town to town. */
const levels: Record<ConfigurationKind, readonly UnitLevel[]> = {
  catalogue: ["city", "district", "town"],
  posts: ["city", "district", "town"],
  departments: ["city", "district"],
  calendar: ["city", "district", "town"],
  limits: ["city", "district", "town"],
  lists: ["city", "district", "town"],
  routing: ["city", "district", "town"],
  keywords: ["city", "district"],
};

/** A start up to this long ago means "now": forms are open for a while. */
const lateMs = 60_000;
const mostFaults = 200;

/**
 * Puts a new version of a document into force at once or on a date. Checked against everything it refers to and that
 * refers to it, at its unit and at all units below with documents of their own, for every instant from its start on.
 */
export async function publishConfiguration(
  context: Context,
  viewer: Viewer,
  kind: ConfigurationKind,
  request: PublishConfiguration,
): Promise<ConfigurationVersion> {
  const { unit } = request;
  const { configuration, units } = context;
  if (!holds(viewer, "sysAdmin", unit))
    throw forbidden("只有本单位或上级单位的系统管理员可以修改这里的配置");
  const target = units.find(unit);
  if (!target || target.validTo !== null) throw notFound("单位");
  if (!levels[kind].includes(levelOf(unit)))
    throw invalid(`这类配置不能按${target.shortName}这一级单独设置，请在上级单位设置`);
  const content = parseContent(kind, request.content);

  const published = await write(context.db, "system", async (tx) => {
    await lockConfigurations(tx);
    await configuration.reload();
    const versions = configuration.versions(kind, unit);
    const newest = versions.at(-1);
    if ((newest?.version ?? 0) !== request.baseVersion)
      throw conflict(
        `${newest?.author ?? "有人"}已发布第 ${newest?.version ?? 0} 版，请刷新后在新版本上修改`,
      );
    const start = startOf(request.validFrom, context.now());
    const later = versions.filter(
      ({ validFrom, validTo }) => Date.parse(validFrom) >= start && validTo !== validFrom,
    );
    if (later.length > 0 && !request.withdrawScheduled)
      throw conflict(
        `第 ${later.map(({ version }) => version).join("、")} 版已排定在此之后生效；请改定生效时间，或选择撤回排定的版本`,
      );
    refuse([
      ...ownFaults(kind, content),
      ...faultsAround(configuration, kind, unit, content, start),
    ]);

    const version = (newest?.version ?? 0) + 1;
    const from = new Date(start);
    for (const one of later)
      await setVersionEnd(tx, { kind, unit, version: one.version }, new Date(one.validFrom));
    const ending = versions.find(
      (one) =>
        Date.parse(one.validFrom) < start &&
        (one.validTo === null || Date.parse(one.validTo) > start),
    );
    if (ending) await setVersionEnd(tx, { kind, unit, version: ending.version }, from);
    await insertVersion(tx, {
      kind,
      unit,
      version,
      valid_from: from,
      content: JSON.stringify(content),
      author: viewer.name,
      reason: request.reason,
    });
    const before = ending && configuration.version(kind, unit, ending.version)?.content;
    await recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: "configuration.publish",
      subject: `${kind}@${unit}`,
      reason: request.reason,
      detail: {
        version,
        validFrom: from.toISOString(),
        withdrawn: later.map((one) => one.version),
        ...differenceOf(kind, before ?? inherited(configuration, kind, unit, from), content),
      },
      district: unit.slice(0, 6),
      unit,
    });
    await announce(tx, [
      { kind: "configuration", subject: kind, act: "published", town: null, parties: [unit] },
    ]);
    return version;
  });
  await configuration.reload();
  context.hint();
  const row = configuration.versions(kind, unit).find(({ version }) => version === published);
  if (!row) throw new Error(`version ${published} of ${kind}@${unit} is gone after its commit`);
  return row;
}

function parseContent<K extends ConfigurationKind>(kind: K, content: unknown): ContentOf<K> {
  const parsed = Contents[kind].safeParse(content);
  if (parsed.success) return parsed.data as ContentOf<K>;
  refuse(
    parsed.error.issues.map(({ path, message }) => ({
      path: `content.${path.join(".")}`,
      message,
    })),
  );
  throw new Error("a document that does not parse has at least one fault");
}

function refuse(faults: readonly FieldError[]): void {
  if (faults.length > 0)
    throw invalid(
      `配置有 ${faults.length} 处问题，请按提示修改后重新发布`,
      faults.slice(0, mostFaults),
    );
}

function startOf(wanted: string | undefined, now: number): number {
  const start = wanted === undefined ? now : Date.parse(wanted);
  if (start < now - lateMs)
    throw invalid("生效时间不能早于现在", [{ path: "validFrom", message: "早于现在" }]);
  return Math.max(start, now);
}

const isRelated = (kind: ConfigurationKind): kind is RelatedKind =>
  (relatedKinds as readonly ConfigurationKind[]).includes(kind);

function inherited(
  configuration: ConfigurationStore,
  kind: ConfigurationKind,
  unit: string,
  at: Date,
): unknown {
  return unit === configuration.root() ? undefined : configuration.current(kind, unit, at).content;
}

function faultsAround<K extends ConfigurationKind>(
  configuration: ConfigurationStore,
  kind: K,
  unit: string,
  content: ContentOf<K>,
  start: number,
): FieldError[] {
  if (kind === "keywords")
    return keywordFaults(
      content as ContentOf<"keywords">,
      configuration.current("catalogue", unit, new Date(start)).content,
    );
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
        const message = place === unit ? fault.message : `${fault.message}（${place} 的配置）`;
        faults.set(`${fault.path} ${message}`, { ...fault, message });
      }
    }
  return [...faults.values()];
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
