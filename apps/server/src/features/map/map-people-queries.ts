import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";
import { isKnown } from "../positions/position-queries.ts";
import {
  all,
  below,
  cellsOf,
  inside,
  keys,
  named,
  type Cell,
  type Fragment,
  type Named,
  type Window,
} from "./map-queries.ts";

/** Worst first: who is at work on an incident is looked for before who is on duty. */
export const peopleRanks = ["incident", "duty"] as const;

/** A little longer than a place is good. */
const lookBackMs = 420_000;

export const findPeopleCells = (tx: Tx, window: Window, unit: string | undefined, now: Date) =>
  cellsOf(
    tx,
    sql`select p.district, p.account as id, p.lon, p.lat, array_position(${[...peopleRanks]}::text[], p.reason) - 1 as rank from positions p
      where ${all([isKnown(now), inside("p", window.bbox), ...below("p.unit", unit)])}`,
    window.zoom,
  );

export const findPeopleNames = (tx: Tx, cells: readonly Cell[]) =>
  named(
    tx,
    sql<Named>`select p.district, p.account as id, a.name as title, '' as number, p.reason as status, p.unit, p.at as since, false as overdue, i.id as incident, p.simulated
      from ${keys(cells)} join positions p on p.district = k.district and p.account = k.id join accounts a on a.id = p.account
      left join incidents i on i.district = p.district and i.id = p.incident`,
  );

/** The last word of everybody before an instant, as long as it was good; one may be a minute old when the next came. */
const lastBefore = (at: Date, which: Fragment) =>
  sql`(select distinct on (h.account) h.* from position_history h
    where h.minute > ${new Date(at.getTime() - lookBackMs)} and h.at <= ${at} and h.until > ${at} and ${which} order by h.account, h.minute desc) h`;

export const findPeopleCellsAt = (tx: Tx, window: Window, unit: string | undefined, at: Date) =>
  cellsOf(
    tx,
    sql`select h.district, h.account as id, h.lon, h.lat, array_position(${[...peopleRanks]}::text[], h.reason) - 1 as rank
      from ${lastBefore(at, all([sql`true`, ...below("h.unit", unit)]))} where ${inside("h", window.bbox)}`,
    window.zoom,
  );

export const findPeopleNamesAt = (tx: Tx, cells: readonly Cell[], at: Date) =>
  named(
    tx,
    sql<Named>`select h.district, h.account as id, a.name as title, '' as number, h.reason as status, h.unit, h.at as since, false as overdue,
      i.id as incident, h.simulated
      from ${lastBefore(at, sql`h.account = any(${cells.map(({ id }) => id)}::uuid[])`)} join accounts a on a.id = h.account
      left join incidents i on i.district = h.district and i.id = h.incident`,
  );

/** Clusters say nothing of who is in them. */
export async function hasSimulated(
  tx: Tx,
  { bbox }: Pick<Window, "bbox">,
  unit: string | undefined,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select exists (select from positions p where ${all([
      sql`p.simulated and p.expires_at > ${now}`,
      inside("p", bbox),
      ...below("p.unit", unit),
    ])}) as is`.execute(tx);
  return rows[0]?.is ?? false;
}

export type KnownPlace = { account: string; unit: string; lon: number; lat: number };

/** Where some of these people are now, as far as it may be known. */
export async function findKnownPlaces(
  tx: Tx,
  accounts: readonly string[],
  now: Date,
): Promise<KnownPlace[]> {
  const { rows } = await sql<KnownPlace>`
    select p.account, p.unit, p.lon, p.lat from positions p
    where p.account = any(${[...accounts]}::uuid[]) and ${isKnown(now)}`.execute(tx);
  return rows;
}
