import type { OccurrenceQuery, RecurrenceBy } from "@gezhi/contract/hot-spots.ts";
import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";

export type MemberRow = {
  district: string;
  id: string;
  origin: "incident" | "past";
  number: string;
  status: IncidentStatus | null;
  happened_at: Date;
  lon: number | null;
  lat: number | null;
  address: string;
  unit: string;
  simulated: boolean;
};

const members = sql`
  select o.district, o.id, o.origin, coalesce(i.number, p.system || ' ' || p.number) as number, i.status, o.happened_at, o.lon, o.lat, coalesce(i.address, p.address) as address, o.unit, o.simulated
  from occurrences o left join incidents i on o.origin = 'incident' and i.district = o.district and i.id = o.id
    left join past_cases p on o.origin = 'past' and p.district = o.district and p.id = o.id`;
const visible = sql`(i.id is not null or p.id is not null)`;
const newest = sql`order by o.happened_at desc, o.id limit 500`;

/** Those the viewer may see, newest first. */
export async function findMembers(db: Db, card: string): Promise<MemberRow[]> {
  const { rows } =
    await sql<MemberRow>`${members} where o.hot_spot = ${card}::uuid and o.counts and ${visible} ${newest}`.execute(
      db,
    );
  return rows;
}

const keyIs = (by: RecurrenceBy, key: string) => {
  if (by === "street") return sql`o.street = ${key}`;
  if (by === "place") return sql`o.place::text = ${key}`;
  if (by === "cell") return sql`cell_parent(o.cell, 8)::text = ${key}`;
  return sql`o.town = ${key}`;
};

export async function findRecurring(
  db: Db,
  { unit, category = "", by, key }: OccurrenceQuery,
  since: Date,
  until: Date,
): Promise<MemberRow[]> {
  const { rows } =
    await sql<MemberRow>`${members} where o.counts and o.happened_at >= ${since} and o.happened_at < ${until}
      and o.unit >= ${unit} and o.unit < ${`${unit}~`} and starts_with(o.category, ${category}) and ${keyIs(by, key)} and ${visible} ${newest}`.execute(
      db,
    );
  return rows;
}

export type RecurrenceRow = {
  key: string;
  category: string;
  town: string | null;
  lon: number | null;
  lat: number | null;
  n: number;
  recent: number;
  before: number;
  first_at: Date;
  last_at: Date;
};

export async function countRecurrences(
  db: Db,
  ask: { by: RecurrenceBy; unit: string; category?: string | undefined },
  since: Date,
  until: Date,
  enough: number,
  most: number,
): Promise<RecurrenceRow[]> {
  const { rows } = await sql<RecurrenceRow>`
    select * from count_recurrences(${ask.by}, ${ask.unit}, ${`${ask.unit}~`}, ${ask.category ?? ""}, ${since}, ${until}, ${enough}::int, ${most}::int)`.execute(
    db,
  );
  return rows;
}

export async function countCells(
  db: Db,
  ask: { unit: string; category?: string | undefined },
  since: Date,
  until: Date,
  resolution: number,
  most: number,
): Promise<{ cell: string; n: number }[]> {
  const { rows } = await sql<{ cell: string; n: number }>`
    select cell::text as cell, n from count_cells(${ask.unit}, ${`${ask.unit}~`}, ${ask.category ?? ""}, ${since}, ${until}, ${resolution}::int, ${most}::int)`.execute(
    db,
  );
  return rows;
}

export async function countEffect(
  db: Db,
  ask: { unit: string; category: string; cards: readonly string[] | null },
  since: Date,
  pivot: Date,
  until: Date,
): Promise<{ before: number; after: number }> {
  const { rows } = await sql<{ before: number; after: number }>`
    select * from count_effect(${ask.unit}, ${`${ask.unit}~`}, ${ask.category}, ${ask.cards ? [...ask.cards] : null}::uuid[], ${since}, ${pivot}, ${until})`.execute(
    db,
  );
  return rows[0] ?? { before: 0, after: 0 };
}

/** Names of key places, and cards that are open, of what recurs. */
export const findPlaceNames = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom("places")
    .select(["id", "name"])
    .where("id", "in", [...ids])
    .execute();

export const findOpenCards = (db: Db) =>
  db
    .selectFrom("hot_spots")
    .select(["category", "street", "place", "lon", "lat", "party_units"])
    .where("status", "=", "open")
    .limit(5000)
    .execute();
