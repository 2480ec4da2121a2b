import type {
  Category,
  ConfigurationKind,
  ConfigurationVersion,
  ContentOf,
} from "@gezhi/contract/configuration.ts";
import type { Db } from "../../platform/database/connect.ts";
import { ProblemError } from "../../platform/problems.ts";
import { findContents, listVersions, type VersionRow } from "./configuration-queries.ts";

type Document<K extends ConfigurationKind> = {
  version: number;
  /** Whose document it is: the unit asked for or one above it. */
  unit: string;
  content: ContentOf<K>;
};

/** Every version of every document in memory: the nearest unit above a place decides (town, else district, else city). */
export type ConfigurationStore = {
  /** In force at `at` (now); past instants answer with what was in force then. Throws when there is none. */
  current<K extends ConfigurationKind>(kind: K, unit: string, at?: Date): Document<K>;
  category(code: string, unit: string, at?: Date): Category | undefined;
  /** The unit's own versions, oldest first; a withdrawn one ends where it starts. */
  versions(kind: ConfigurationKind, unit: string): ConfigurationVersion[];
  version<K extends ConfigurationKind>(
    kind: K,
    unit: string,
    version: number,
  ): Document<K> | undefined;
  /** The unit that everything falls back to: the city. */
  root(): string;
  /** Units below `unit` with documents of their own. */
  unitsWithin(unit: string): string[];
  /** Called in each process after another calendar came into force at `unit`; a hook deals with its own failures. */
  onCalendarChanged(hook: (unit: string) => void): void;
  reload(): Promise<void>;
};

type Entry = {
  row: VersionRow;
  text: string;
  content: unknown;
  categories?: Map<string, Category>;
};
/** kind → unit → versions, oldest first. */
type Shelf = Map<string, Entry[]>;
type Shelves = Map<ConfigurationKind, Shelf>;

/** Digits of the units that may have documents, deepest first; villages and grids follow their town. */
const lengths = [9, 6, 2];
const longestTimerMs = 2 ** 31 - 1;

export async function loadConfigurationStore(
  db: Db,
  now: () => number = Date.now,
): Promise<ConfigurationStore> {
  let shelves = await fillShelves(db, new Map());
  let calendars = calendarsInForce(shelves, now());
  const hooks: ((unit: string) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let loading = Promise.resolve();

  const settle = (): void => {
    const before = calendars;
    calendars = calendarsInForce(shelves, now());
    awaken();
    for (const [unit, version] of calendars)
      if (before.get(unit) !== version) for (const hook of hooks) hook(unit);
  };
  /** A calendar that was dated ahead comes into force while nobody asks for anything. */
  const awaken = (): void => {
    clearTimeout(timer);
    const next = nextCalendarStart(shelves, now());
    if (next === undefined) return;
    const delay = Math.min(Math.max(next - now(), 0), longestTimerMs);
    timer = setTimeout(settle, delay);
    timer.unref();
  };
  awaken();
  const load = async (): Promise<void> => {
    shelves = await fillShelves(db, shelves);
    settle();
  };

  const find = (kind: ConfigurationKind, unit: string, at: number): Entry | undefined => {
    const shelf = shelves.get(kind);
    for (const length of lengths) {
      if (unit.length < length) continue;
      const entry = shelf?.get(unit.slice(0, length))?.findLast(({ row }) => isInForce(row, at));
      if (entry) return entry;
    }
    return undefined;
  };
  const need = (kind: ConfigurationKind, unit: string, at: Date | undefined): Entry => {
    const entry = find(kind, unit, at?.getTime() ?? now());
    if (entry) return entry;
    throw new ProblemError("unavailable", `缺少“${kind}”配置，请联系系统管理员在“系统管理”中导入`);
  };

  return {
    current: (kind, unit, at) => documentOf(need(kind, unit, at)),
    category: (code, unit, at) => {
      const entry = need("catalogue", unit, at);
      entry.categories ??= new Map(
        documentOf<"catalogue">(entry).content.categories.map((category) => [
          category.code,
          category,
        ]),
      );
      return entry.categories.get(code);
    },
    versions: (kind, unit) =>
      (shelves.get(kind)?.get(unit) ?? []).map(({ row }) => presentVersion(row)),
    version: (kind, unit, version) => {
      const entry = shelves
        .get(kind)
        ?.get(unit)
        ?.find(({ row }) => row.version === version);
      return entry && documentOf(entry);
    },
    root: () => [...(shelves.get("catalogue")?.keys() ?? [])].toSorted(byLength)[0] ?? "50",
    unitsWithin: (unit) => {
      const all = new Set([...shelves.values()].flatMap((shelf) => [...shelf.keys()]));
      return [...all].filter((code) => code !== unit && code.startsWith(unit)).toSorted();
    },
    onCalendarChanged: (hook) => void hooks.push(hook),
    reload: () => (loading = loading.then(load, load)),
  };
}

const byLength = (a: string, b: string) => a.length - b.length || (a < b ? -1 : 1);

const isInForce = (row: Pick<VersionRow, "valid_from" | "valid_to">, at: number): boolean =>
  row.valid_from.getTime() <= at && (row.valid_to === null || at < row.valid_to.getTime());

const presentVersion = (row: VersionRow): ConfigurationVersion => ({
  kind: row.kind,
  unit: row.unit,
  version: row.version,
  validFrom: row.valid_from.toISOString(),
  validTo: row.valid_to?.toISOString() ?? null,
  author: row.author,
  reason: row.reason,
  createdAt: row.created_at.toISOString(),
});

function documentOf<K extends ConfigurationKind>(entry: Entry): Document<K> {
  if (entry.content === undefined) {
    entry.content = JSON.parse(entry.text);
    entry.text = "";
  }
  const { version, unit } = entry.row;
  return { version, unit, content: entry.content as ContentOf<K> };
}

/** Contents never change, so what is known is kept; dates of known versions are read anew. */
async function fillShelves(db: Db, known: Shelves): Promise<Shelves> {
  const rows = await listVersions(db);
  const keep = (row: VersionRow) =>
    known
      .get(row.kind)
      ?.get(row.unit)
      ?.find((entry) => entry.row.version === row.version);
  const missing = await findContents(
    db,
    rows.filter((row) => !keep(row)),
  );
  const texts = new Map(missing.map((one) => [keyOf(one), one.text]));
  const shelves: Shelves = new Map();
  for (const row of rows) {
    const before = keep(row);
    const text = texts.get(keyOf(row));
    if (!before && text === undefined) continue;
    const entry: Entry = before
      ? { ...before, row }
      : { row, text: text ?? "", content: undefined };
    const shelf = shelves.get(row.kind) ?? new Map<string, Entry[]>();
    shelves.set(row.kind, shelf);
    shelf.set(row.unit, [...(shelf.get(row.unit) ?? []), entry]);
  }
  return shelves;
}

const keyOf = ({ kind, unit, version }: { kind: string; unit: string; version: number }) =>
  `${kind}/${unit}/${version}`;

function calendarsInForce(shelves: Shelves, at: number): Map<string, number> {
  const inForce = new Map<string, number>();
  for (const [unit, entries] of shelves.get("calendar") ?? []) {
    const entry = entries.findLast(({ row }) => isInForce(row, at));
    if (entry) inForce.set(unit, entry.row.version);
  }
  return inForce;
}

function nextCalendarStart(shelves: Shelves, at: number): number | undefined {
  const starts = [...(shelves.get("calendar")?.values() ?? [])]
    .flat()
    .filter(({ row }) => row.valid_to === null || row.valid_to > row.valid_from)
    .map(({ row }) => row.valid_from.getTime())
    .filter((start) => start > at);
  return starts.length > 0 ? Math.min(...starts) : undefined;
}
