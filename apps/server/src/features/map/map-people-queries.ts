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
  type Named,
  type Window,
} from "./map-queries.ts";

/** Worst first: who is at work on an incident is looked for before who is on duty. */
export const peopleRanks = ["incident", "duty"] as const;

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
