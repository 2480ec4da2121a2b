import type { UnitLevel } from "@gezhi/contract/units.ts";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { UnitRow } from "./unit-tables.ts";

const columns = [
  "code",
  "valid_from",
  "valid_to",
  "successor",
  "level",
  "name",
  "short_name",
  "parent",
  "lon",
  "lat",
  "area_km2",
  "approximate",
] as const;

const holdsOn = (date: string) =>
  sql<boolean>`(u.valid_from <= ${date}::date and (u.valid_to is null or u.valid_to > ${date}::date))`;

/** Per code the version that holds on `date`, else the last one before: ended units keep their name. */
export const findUnitsKnownOn = (db: Db, date: string): Promise<UnitRow[]> =>
  db
    .selectFrom("units")
    .select(columns)
    .distinctOn("code")
    .where("valid_from", "<=", date)
    .orderBy("code")
    .orderBy("valid_from", "desc")
    .execute();

/** The first date after `date` on which some unit begins or ends. */
export async function findNextChange(db: Db, date: string): Promise<string | null> {
  const { rows } = await sql<{ next: string | null }>`
    select min(d) as next from (
      select valid_from as d from units where valid_from > ${date}::date
      union all
      select valid_to from units where valid_to > ${date}::date
    ) changes`.execute(db);
  return rows[0]?.next ?? null;
}

/** Changes when any area of this level that holds on `date` does. */
export async function findAreaSignature(db: Db, level: UnitLevel, date: string): Promise<string> {
  const { rows } = await sql<{ signature: string | null }>`
    select md5(string_agg(u.code || md5(b.boundary::text), '' order by u.code)) as signature
    from units u join unit_boundaries b using (code, valid_from)
    where u.level = ${level} and ${holdsOn(date)}`.execute(db);
  return rows[0]?.signature ?? "";
}

/** One JSON text of `[code, boundary]` pairs: far cheaper than as many rows. */
export async function findAreasText(db: Db, level: UnitLevel, date: string): Promise<string> {
  const { rows } = await sql<{ text: string | null }>`
    select '[' || string_agg('["' || u.code || '",' || b.boundary::text || ']', ',' order by u.code) || ']' as text
    from units u join unit_boundaries b using (code, valid_from)
    where u.level = ${level} and ${holdsOn(date)}`.execute(db);
  return rows[0]?.text ?? "[]";
}

export const findCity = async (db: Db): Promise<string | undefined> => {
  const row = await db
    .selectFrom("units")
    .select("code")
    .where("level", "=", "city")
    .where("valid_to", "is", null)
    .orderBy("code")
    .executeTakeFirst();
  return row?.code;
};

/** What the appointment of staff needs to know of every unit. */
export const unitsForStaff = (
  db: Db,
): Promise<{ code: string; name: string; parent: string | null }[]> =>
  db
    .selectFrom("units")
    .select(["code", "name", "parent"])
    .where("valid_to", "is", null)
    .orderBy("code")
    .execute();
