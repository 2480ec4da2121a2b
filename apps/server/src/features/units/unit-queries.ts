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

/** What units were called in versions that ended by `date`, and those that ended altogether. */
export const findFormerNames = (
  db: Db,
  date: string,
): Promise<{ code: string; name: string; short_name: string }[]> =>
  db
    .selectFrom("units")
    .select(["code", "name", "short_name"])
    .where("level", "in", ["district", "town", "village"])
    .where("valid_to", "<=", date)
    .orderBy("code")
    .orderBy("valid_from")
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

/** What a map draws of a level: one JSON text of `[code, short name, lon, lat, approximate, boundary]`, as one text is cheaper than as many rows. */
export async function findTileUnitsText(db: Db, level: UnitLevel, date: string): Promise<string> {
  const { rows } = await sql<{ text: string | null }>`
    select '[' || string_agg('["' || u.code || '",' || to_json(u.short_name) || ',' || u.lon || ',' || u.lat || ',' || u.approximate
      || ',' || coalesce(b.boundary::text, 'null') || ']', ',' order by u.code) || ']' as text
    from units u left join unit_boundaries b using (code, valid_from)
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

/** Grids of today below one of the towns, with a point inside each. */
export const gridsOfTowns = (db: Db, towns: readonly string[]) =>
  db
    .selectFrom("units")
    .select(["code", "lon", "lat"])
    .where("valid_to", "is", null)
    .where("level", "=", "grid")
    .where(sql<string>`left(code, 9)`, "in", [...towns])
    .orderBy("code")
    .execute();

export type UnitFilter = {
  date: string;
  parent?: string | undefined;
  level?: UnitLevel | undefined;
  after?: string | undefined;
  limit: number;
};

/** Units as they stood on a date, in the order of their codes; `level` reaches below the children of `parent`. */
export function listUnitsOn(
  db: Db,
  { date, parent, level, after, limit }: UnitFilter,
): Promise<UnitRow[]> {
  let query = db
    .selectFrom("units")
    .select(columns)
    .where("valid_from", "<=", date)
    .where((where) => where.or([where("valid_to", "is", null), where("valid_to", ">", date)]))
    .orderBy("code")
    .limit(limit);
  if (parent !== undefined && level === undefined) query = query.where("parent", "=", parent);
  if (parent !== undefined && level !== undefined)
    query = query.where("code", ">", parent).where("code", "<", `${parent}~`);
  if (level !== undefined) query = query.where("level", "=", level);
  if (parent === undefined && level === undefined) query = query.where("parent", "is", null);
  if (after !== undefined) query = query.where("code", ">", after);
  return query.execute();
}

/** Every version of a unit, oldest first. */
export const findVersions = (db: Db, code: string): Promise<UnitRow[]> =>
  db.selectFrom("units").select(columns).where("code", "=", code).orderBy("valid_from").execute();

export type AreaRow = UnitRow & { boundary: string };

/** Areas as text: they go out as they are. */
export async function findAreasOn(
  db: Db,
  which: { code: string } | { parent: string } | { within: string; after: string; limit: number },
  date: string,
): Promise<AreaRow[]> {
  const condition =
    "code" in which
      ? sql`u.code = ${which.code}`
      : "parent" in which
        ? sql`u.parent = ${which.parent}`
        : sql`u.code >= ${which.within} and u.code < ${`${which.within}~`} and u.code > ${which.after}`;
  const { rows } = await sql<AreaRow>`
    select u.*, b.boundary::text as boundary
    from units u join unit_boundaries b using (code, valid_from)
    where ${condition} and ${holdsOn(date)}
    order by u.code ${"limit" in which ? sql`limit ${which.limit}` : sql``}`.execute(db);
  return rows;
}

export const listUnitsWithin = (
  db: Db,
  { date, within, after, limit }: { date: string; within: string; after: string; limit: number },
): Promise<UnitRow[]> =>
  db
    .selectFrom("units")
    .select(columns)
    .where("code", ">=", within)
    .where("code", "<", `${within}~`)
    .where("code", ">", after)
    .where("valid_from", "<=", date)
    .where((where) => where.or([where("valid_to", "is", null), where("valid_to", ">", date)]))
    .orderBy("code")
    .limit(limit)
    .execute();

/** Codes of the next level that there are or ever were. */
export async function findCodesBelow(db: Db, parent: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select code from units where parent = ${parent} and valid_to is null
    union select code from units where parent = ${parent} and valid_to is not null order by 1`.execute(
    db,
  );
  return rows.map(({ code }) => code);
}
