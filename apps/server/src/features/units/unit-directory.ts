import { createLocator, type Locator } from "@gezhi/reference/locate.ts";
import { type Area, pathOf, type Unit, type UnitLevel } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import { createAdjacency } from "./adjacency-rules.ts";
import { type AddressMatch, buildNameIndex, type NameIndex } from "./unit-name-rules.ts";
import {
  findAreaSignature,
  findAreasText,
  findFormerNames,
  findNextChange,
  findUnitsKnownOn,
} from "./unit-queries.ts";
import { holdsOn, toUnit } from "./unit-tables.ts";

/** Every unit of today in memory, with the last version of those that have ended. Answers without a round trip. */
export type UnitDirectory = {
  /** The unit as it stands today; one that has ended carries `validTo`. */
  find(code: string): Unit | undefined;
  /** Short name; the code itself when it is unknown. */
  name(code: string): string;
  path(code: string): { code: string; name: string }[];
  /** Those of today, in the order of their codes. */
  children(code: string): readonly Unit[];
  /** The grid that holds the point. */
  locate(lon: number, lat: number): string | undefined;
  /** Grids that reach into the circle, nearest first. */
  nearest(lon: number, lat: number, radiusMetres: number): Unit[];
  /** Towns whose areas touch, also across districts (F19). */
  neighbours(town: string): string[];
  /** Who goes on with the work of a unit at an instant: itself while it stands. */
  successorOf(code: string, at: Date): string;
  /** Ended units whose work this one goes on with. */
  predecessorsOf(code: string): string[];
  search(text: string, level?: UnitLevel, limit?: number): Unit[];
  /** The unit an address names; undefined when none or more than one fits. */
  locateAddress(text: string, within?: string): AddressMatch | undefined;
  /** Every unit that fits an address equally well. */
  addressCandidates(text: string, within?: string): string[];
  reload(): Promise<void>;
  /** Another number once anything may have changed. */
  revision(): number;
};

type Snapshot = {
  revision: number;
  date: string;
  /** The first date on which this snapshot is out of date. */
  until: string | null;
  units: Map<string, Unit>;
  children: Map<string, Unit[]>;
  predecessors: Map<string, string[]>;
  grids: { signature: string; locator: Locator };
  neighboursOf: (town: string) => string[];
  names: () => NameIndex;
};

const none: readonly Unit[] = [];

export async function loadUnitDirectory(
  db: Db,
  now: () => number = Date.now,
): Promise<UnitDirectory> {
  let snapshot = await takeSnapshot(db, civilDateAt(now()));
  let loading: Promise<void> | undefined;
  let again = false;
  let retryAt = 0;

  const load = async (): Promise<void> => {
    do {
      again = false;
      snapshot = await takeSnapshot(db, civilDateAt(now()), snapshot.grids);
    } while (again);
  };
  const reload = (): Promise<void> => {
    again = true;
    loading ??= load().finally(() => (loading = undefined));
    return loading;
  };
  /** Changes that were dated ahead come into force at midnight: the first question of the new day fetches them. */
  const current = (): Snapshot => {
    if (snapshot.until === null || loading) return snapshot;
    const instant = now();
    if (instant < retryAt || civilDateAt(instant) < snapshot.until) return snapshot;
    retryAt = instant + 5_000;
    reload().catch(() => undefined);
    return snapshot;
  };

  const find = (code: string) => current().units.get(code);
  const name = (code: string) => find(code)?.shortName ?? code;
  const read = (text: string, within: string) => current().names().readAddress(text, within);
  return {
    find,
    name,
    path: (code) => pathOf(code).map((step) => ({ code: step, name: name(step) })),
    children: (code) => current().children.get(code) ?? none,
    locate: (lon, lat) => current().grids.locator.locate(lon, lat),
    nearest: (lon, lat, radiusMetres) =>
      current()
        .grids.locator.nearestUnits(lon, lat, radiusMetres)
        .flatMap(({ code }) => find(code) ?? []),
    neighbours: (town) => current().neighboursOf(town),
    successorOf: (code, at) => successorOn(current().units, code, civilDateAt(at.getTime())),
    predecessorsOf: (code) => predecessorsIn(current().predecessors, code),
    search: (text, level, limit = 20) => current().names().search(text, level, limit),
    locateAddress: (text, within = "") => read(text, within).match,
    addressCandidates: (text, within = "") => read(text, within).candidates,
    reload,
    revision: () => current().revision,
  };
}

let revisions = 0;

async function takeSnapshot(db: Db, date: string, known?: Snapshot["grids"]): Promise<Snapshot> {
  const [rows, until, townAreas, former, grids] = await Promise.all([
    findUnitsKnownOn(db, date),
    findNextChange(db, date),
    findAreasText(db, "town", date),
    findFormerNames(db, date),
    loadGrids(db, date, known),
  ]);
  const units = new Map<string, Unit>();
  const children = new Map<string, Unit[]>();
  const predecessors = new Map<string, string[]>();
  for (const row of rows) {
    const unit = toUnit(row);
    units.set(unit.code, unit);
    if (holdsOn(unit, date)) {
      if (unit.parent) push(children, unit.parent, unit);
    } else if (unit.successor) push(predecessors, unit.successor, unit.code);
  }
  revisions += 1;
  return {
    revision: revisions,
    date,
    until,
    units,
    children,
    predecessors,
    grids,
    neighboursOf: once(() => createAdjacency(JSON.parse(townAreas) as [string, Area][])),
    names: lazily(() => {
      const current = new Map([...units].filter(([, unit]) => holdsOn(unit, date)));
      const formerNames = former.flatMap(({ code, name, short_name }) => {
        const standing = successorOn(units, code, date);
        return current.has(standing)
          ? [...new Set([name, short_name])].map((text) => ({ code: standing, name: text }))
          : [];
      });
      return buildNameIndex(current, (code) => children.get(code) ?? none, formerNames);
    }),
  };
}

/** The grids' areas are the bulk of the work: kept as they are unless one of them changed. */
async function loadGrids(
  db: Db,
  date: string,
  known: Snapshot["grids"] | undefined,
): Promise<Snapshot["grids"]> {
  const signature = known && (await findAreaSignature(db, "grid", date));
  if (known && known.signature === signature) return known;
  const pairs = JSON.parse(await findAreasText(db, "grid", date)) as [string, Area][];
  const locator = createLocator(pairs.map(([code, boundary]) => ({ code, boundary })));
  return { signature: signature ?? (await findAreaSignature(db, "grid", date)), locator };
}

function successorOn(units: ReadonlyMap<string, Unit>, code: string, date: string): string {
  const seen = new Set<string>();
  let standing = code;
  for (;;) {
    const unit = units.get(standing);
    if (!unit?.successor || unit.validTo === null || unit.validTo > date || seen.has(standing))
      return standing;
    seen.add(standing);
    standing = unit.successor;
  }
}

function predecessorsIn(direct: ReadonlyMap<string, string[]>, code: string): string[] {
  const all = new Set<string>();
  const visit = (of: string): void => {
    for (const before of direct.get(of) ?? [])
      if (!all.has(before)) {
        all.add(before);
        visit(before);
      }
  };
  visit(code);
  return [...all].toSorted();
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const once = <A, R>(make: () => (argument: A) => R): ((argument: A) => R) => {
  const made = lazily(make);
  return (argument) => made()(argument);
};
