import type { Key } from "@gezhi/contract/ids.ts";
import { latLngToCell } from "h3-js";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { cellsWithin } from "../correlation/geometry-rules.ts";

const resolution = 9;

/** Cells as the database keeps them; too long for a number. */
const toDatabase = (cell: string): string => BigInt(`0x${cell}`).toString();
export const cellOf = ({ lon, lat }: { lon: number; lat: number }): string =>
  toDatabase(latLngToCell(lat, lon, resolution));
export const hexOf = (cell: string): string => BigInt(cell).toString(16);
const cellsAround = (at: { lon: number; lat: number }, metres: number): string[] =>
  cellsWithin(at, metres).map(toDatabase);

export type Fact = {
  district: string;
  id: string;
  origin: "incident" | "past";
  category: string;
  unit: string;
  town: string | null;
  lon: number | null;
  lat: number | null;
  street: string;
  happened_at: Date;
  counts: boolean;
  simulated: boolean;
};
export type OccurrenceRow = Fact & { hot_spot: string | null; place: string | null };

/** One at a time in the whole city: two that look at the same place at once would each raise a card. */
export async function takeTurn(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{
    mine: boolean;
  }>`select pg_try_advisory_xact_lock(hashtextextended('hot_spots', 0)) as mine`.execute(tx);
  return rows[0]?.mine ?? false;
}

export async function takeChanges(tx: Tx, most: number): Promise<Key[]> {
  const { rows } = await sql<Key>`
    with gone as (delete from occurrence_changes where ctid = any(array(select ctid from occurrence_changes limit ${most}::int)) returning district, id)
    select distinct district, id from gone`.execute(tx);
  return rows;
}

const listsOf = (keys: readonly Key[]) =>
  sql`unnest(${keys.map(({ district }) => district)}::text[], ${keys.map(({ id }) => id)}::uuid[]) as k (district, id)`;

/** Of what has no position, or no town yet, only that it happened. */
export async function findIncidentFacts(
  tx: Tx,
  keys: readonly Key[],
): Promise<(Omit<Fact, "origin" | "street"> & { address: string })[]> {
  const { rows } = await sql<Omit<Fact, "origin" | "street"> & { address: string }>`
    select i.district, i.id, i.category, i.unit, i.town, i.lon, i.lat, i.address, is_occurrence(i.status) and i.located as counts, i.simulated,
      least(i.opened_at, (select min(r.seen_at) from reports r where r.district = i.district and r.incident = i.id)) as happened_at
    from ${listsOf(keys)} join incidents i on i.district = k.district and i.id = k.id`.execute(tx);
  return rows;
}

/** What is known of them already. */
export async function findOccurrences(tx: Tx, keys: readonly Key[]): Promise<OccurrenceRow[]> {
  const { rows } = await sql<OccurrenceRow>`
    select ${columns("o")} from ${listsOf(keys)} join occurrences o on o.district = k.district and o.id = k.id`.execute(
    tx,
  );
  return rows;
}

const columns = (of: string) =>
  sql.raw(
    "district id origin category unit town lon lat street place happened_at counts simulated hot_spot"
      .split(" ")
      .map((column) => `${of}.${column}`)
      .join(", "),
  );

/** Writes or corrects them, each with the key place within 100 m of its own village. */
export async function putOccurrences(tx: Tx, facts: readonly Fact[]): Promise<OccurrenceRow[]> {
  const given = facts.map((fact) => ({
    ...fact,
    cell: fact.lon === null || fact.lat === null ? null : cellOf({ lon: fact.lon, lat: fact.lat }),
  }));
  const { rows } = await sql<OccurrenceRow>`
    insert into occurrences as o (district, id, origin, category, unit, town, lon, lat, cell, street, place, happened_at, counts, simulated)
    select x.district, x.id, x.origin, x.category, x.unit, x.town, x.lon, x.lat, x.cell, x.street, p.id, x.happened_at, x.counts, x.simulated
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as x (district text, id uuid, origin text, category text, unit text, town text, lon float8, lat float8,
      cell bigint, street text, happened_at timestamptz, counts boolean, simulated boolean)
    left join lateral (
      select p.id from places p where length(x.unit) >= 12 and p.unit >= left(x.unit, 12) and p.unit < left(x.unit, 12) || '~' and p.valid_to is null
        and power((p.lon - x.lon) * cos(radians(x.lat)), 2) + power(p.lat - x.lat, 2) <= power(100 / 111320.0, 2)
      order by power((p.lon - x.lon) * cos(radians(x.lat)), 2) + power(p.lat - x.lat, 2) limit 1) p on true
    on conflict (district, id) do update set category = excluded.category, unit = excluded.unit, town = excluded.town, lon = excluded.lon, lat = excluded.lat, cell = excluded.cell,
      street = excluded.street, place = excluded.place, happened_at = excluded.happened_at, counts = excluded.counts
    returning ${columns("o")}`.execute(tx);
  return rows;
}

/** Nobody needs more to see that it is a hot spot. */
const mostNear = 300;

/** What could make a cluster with it: like it, near in space and time, and on no card yet. */
export async function findFree(
  tx: Tx,
  one: { category: string; lon: number; lat: number; happened_at: Date },
  metres: number,
  days: number,
): Promise<OccurrenceRow[]> {
  const reach = days * 86_400_000;
  const at = one.happened_at.getTime();
  const { rows } = await sql<OccurrenceRow>`
    select ${columns("o")} from occurrences o
    where o.counts and o.cell is not null and o.category = ${one.category} and o.cell = any(${cellsAround(one, metres)}::bigint[])
      and o.happened_at >= ${new Date(at - reach)} and o.happened_at <= ${new Date(at + reach)} and o.hot_spot is null
    order by abs(extract(epoch from o.happened_at - ${one.happened_at}::timestamptz)) limit ${mostNear}`.execute(
    tx,
  );
  return rows;
}

/** Cards of the category whose middle lies in cells within reach; the open ones first, then the newest. */
export async function findCardsNear(
  tx: Tx,
  one: { category: string; lon: number; lat: number },
  metres: number,
): Promise<Key[]> {
  const { rows } = await sql<Key>`
    select district, id from hot_spots where category = ${one.category} and cell = any(${cellsAround(one, metres)}::bigint[])
    order by status = 'closed', id desc limit 50`.execute(tx);
  return rows;
}

export const setCard = (db: Db, keys: readonly Key[], card: string | null) =>
  sql`update occurrences o set hot_spot = ${card}::uuid from ${listsOf(keys)} where o.district = k.district and o.id = k.id`.execute(
    db,
  );

export const noteChanges = (tx: Tx, keys: readonly Key[]) =>
  sql`insert into occurrence_changes (district, id) select k.district, k.id from ${listsOf(keys)}`.execute(
    tx,
  );
