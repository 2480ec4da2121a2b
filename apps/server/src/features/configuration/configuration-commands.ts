import {
  type ConfigurationKind,
  type ConfigurationVersion,
  type ContentOf,
  Contents,
  type PublishConfiguration,
} from "@gezhi/contract/configuration.ts";
import { levelOf, parentOf, type UnitLevel } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { type Tx, write } from "../../platform/database/scope.ts";
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
import { faultsAround, withDocuments } from "./configuration-check.ts";
import { ownFaults } from "./configuration-rules.ts";
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
  deviceProfiles: ["city", "district"],
  alarmRules: ["city", "district", "town"],
  wall: ["city", "district", "town"],
  caseForms: ["city", "district", "town"],
};

/** A start up to this long ago means "now": forms are open for a while. */
const lateMs = 60_000;
const mostFaults = 200;

type Request = Omit<PublishConfiguration, "content">;

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
  mayChange(context, viewer, kind, request.unit);
  const content = parseContent(kind, request.content);
  return replaceVersion(context, viewer, kind, request, content);
}

/** From the date on the unit has no document of its own and follows the one above again. */
export async function withdrawConfiguration(
  context: Context,
  viewer: Viewer,
  kind: ConfigurationKind,
  request: Request,
): Promise<ConfigurationVersion> {
  mayChange(context, viewer, kind, request.unit);
  if (request.unit === context.configuration.root())
    throw invalid("全市的配置没有上级可以沿用，只能发布新版本");
  return replaceVersion(context, viewer, kind, request, null);
}

function mayChange(
  { units, now }: Context,
  viewer: Viewer,
  kind: ConfigurationKind,
  unit: string,
): void {
  if (!holds(viewer, "sysAdmin", unit))
    throw forbidden("只有本单位或上级单位的系统管理员可以修改这里的配置");
  const target = units.find(unit);
  if (!target || (target.validTo !== null && target.validTo <= civilDateAt(now())))
    throw notFound("单位");
  if (!levels[kind].includes(levelOf(unit)))
    throw invalid(`这类配置不能按${target.shortName}这一级单独设置，请在上级单位设置`);
}

/** Several documents of a unit at once, all or none, each checked with all others in their places. */
export async function publishTogether(
  context: Context,
  viewer: Viewer,
  requests: readonly { kind: ConfigurationKind; request: Request; content: unknown }[],
): Promise<ConfigurationVersion[]> {
  const parsed = requests.map(({ kind, request, content }) => {
    mayChange(context, viewer, kind, request.unit);
    return { kind, request, content: parseContent(kind, content) };
  });
  const published = await write(context.db, "system", async (tx) => {
    await lockConfigurations(tx);
    await context.configuration.reload();
    const beside = Object.fromEntries(parsed.map(({ kind, content }) => [kind, content]));
    const versions: ConfigurationKey[] = [];
    for (const { kind, request, content } of parsed) {
      const { [kind]: _, ...others } = beside;
      const seen = withDocuments(context.configuration, request.unit, others);
      const version = await replaceIn(tx, context, viewer, kind, request, content, seen);
      versions.push({ kind, unit: request.unit, version });
    }
    return versions;
  });
  await context.configuration.reload();
  context.hint();
  return published.map((key) => versionRow(context, key));
}

/** What would lead nowhere if these documents came into force at the unit now. */
export function faultsTogether(
  { configuration, now }: Pick<Context, "configuration" | "now">,
  unit: string,
  documents: { [K in ConfigurationKind]?: ContentOf<K> },
): FieldError[] {
  const faults = (Object.keys(documents) as ConfigurationKind[]).flatMap((kind) => {
    const { [kind]: content, ...others } = documents;
    if (!content) return [];
    return [
      ...ownFaults(kind, content),
      ...faultsAround(withDocuments(configuration, unit, others), kind, unit, content, now()),
    ];
  });
  return [...new Map(faults.map((fault) => [`${fault.path} ${fault.message}`, fault])).values()];
}

type ConfigurationKey = { kind: ConfigurationKind; unit: string; version: number };

async function replaceVersion<K extends ConfigurationKind>(
  context: Context,
  viewer: Viewer,
  kind: K,
  request: Request,
  content: ContentOf<K> | null,
): Promise<ConfigurationVersion> {
  const { configuration } = context;
  const version = await write(context.db, "system", async (tx) => {
    await lockConfigurations(tx);
    await configuration.reload();
    return replaceIn(tx, context, viewer, kind, request, content, configuration);
  });
  await configuration.reload();
  context.hint();
  return versionRow(context, { kind, unit: request.unit, version });
}

function versionRow({ configuration }: Context, { kind, unit, version }: ConfigurationKey) {
  const row = configuration.versions(kind, unit).find((one) => one.version === version);
  if (!row) throw new Error(`version ${version} of ${kind}@${unit} is gone after its commit`);
  return row;
}

/** The caller holds the lock and has read everything anew. `seen`: what the new document is checked against. */
async function replaceIn<K extends ConfigurationKind>(
  tx: Tx,
  context: Context,
  viewer: Viewer,
  kind: K,
  request: Request,
  content: ContentOf<K> | null,
  seen: ConfigurationStore,
): Promise<number> {
  const { unit, reason } = request;
  const { configuration } = context;
  const versions = configuration.versions(kind, unit);
  const start = startOf(request.validFrom, context.now());
  const later = laterThan(versions, start, request);
  const ending = versions.find(
    ({ validFrom, validTo }) =>
      Date.parse(validFrom) < start && (validTo === null || Date.parse(validTo) > start),
  );
  if (content === null && !ending) throw conflict("本单位没有自己的配置，已经在沿用上级");
  refuse([
    ...(content === null ? [] : ownFaults(kind, content)),
    ...faultsAround(seen, kind, unit, content, start),
  ]);

  const from = new Date(start);
  const newest = versions.at(-1)?.version ?? 0;
  for (const { version, validFrom } of later)
    await setVersionEnd(tx, { kind, unit, version }, new Date(validFrom));
  if (ending) await setVersionEnd(tx, { kind, unit, version: ending.version }, from);
  const version = content === null ? newest : newest + 1;
  if (content !== null)
    await insertVersion(tx, {
      kind,
      unit,
      version,
      valid_from: from,
      content: JSON.stringify(content),
      author: viewer.name,
      reason,
    });
  const above = inherited(configuration, kind, unit, from);
  const before = ending && configuration.version(kind, unit, ending.version)?.content;
  const act = content === null ? "withdraw" : "publish";
  await recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: `configuration.${act}`,
    subject: `${kind}@${unit}`,
    reason,
    detail: {
      version,
      validFrom: from.toISOString(),
      withdrawn: later.map((one) => one.version),
      ...differenceOf(kind, before ?? above, content ?? above),
    },
    district: unit.slice(0, 6),
    unit,
  });
  await announce(tx, [{ kind: "configuration", subject: kind, act, town: null, parties: [unit] }]);
  return version;
}

/** Scheduled versions that would still start after this one. */
function laterThan(
  versions: readonly ConfigurationVersion[],
  start: number,
  { baseVersion, withdrawScheduled }: Request,
): ConfigurationVersion[] {
  const newest = versions.at(-1);
  if ((newest?.version ?? 0) !== baseVersion)
    throw conflict(
      `${newest?.author ?? "有人"}已发布第 ${newest?.version ?? 0} 版，请刷新后在新版本上修改`,
    );
  const later = versions.filter(
    ({ validFrom, validTo }) => Date.parse(validFrom) >= start && validTo !== validFrom,
  );
  if (later.length > 0 && !withdrawScheduled)
    throw conflict(
      `第 ${later.map(({ version }) => version).join("、")} 版已排定在此之后生效；请改定生效时间，或选择撤回排定的版本`,
    );
  return later;
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

function inherited(
  configuration: ConfigurationStore,
  kind: ConfigurationKind,
  unit: string,
  at: Date,
): unknown {
  const above = unit === configuration.root() ? undefined : parentOf(unit);
  return above && configuration.current(kind, above, at).content;
}
