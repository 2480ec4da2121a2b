import type { PlaceGeometry, PlaceKind, PlaceQuery } from "@gezhi/contract/places.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Places } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type PlaceRow = Omit<Selectable<Places>, "kind" | "geometry"> & {
  kind: PlaceKind;
  geometry: PlaceGeometry;
};

export const findPlace = (db: Db, { district, id }: Key): Promise<PlaceRow | undefined> =>
  db
    .selectFrom("places")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .$castTo<PlaceRow>()
    .executeTakeFirst();

export const lockPlace = (tx: Tx, { district, id }: Key): Promise<PlaceRow | undefined> =>
  tx
    .selectFrom("places")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .$castTo<PlaceRow>()
    .forUpdate()
    .executeTakeFirst();

export const findByCodes = (db: Db, codes: readonly string[]): Promise<PlaceRow[]> =>
  db
    .selectFrom("places")
    .selectAll()
    .where(sql<boolean>`code = any(${[...codes]}::text[])`)
    .$castTo<PlaceRow>()
    .execute();

/** Ordered by unit and code; `areas`: prefixes within which the viewer may look. */
export function listPlaces(
  db: Db,
  areas: readonly string[],
  { unit, kind, tag, q, ended, after, limit }: PlaceQuery,
  today: string,
): Promise<PlaceRow[]> {
  const [afterUnit = "", afterCode = ""] = after?.split(" ") ?? [];
  return db
    .selectFrom("places")
    .selectAll()
    .where((where) =>
      where.or(
        areas.map((area) => where.and([where("unit", ">=", area), where("unit", "<", `${area}~`)])),
      ),
    )
    .$if(unit !== undefined, (query) =>
      query.where("unit", ">=", unit!).where("unit", "<", `${unit}~`),
    )
    .$if(kind !== undefined, (query) => query.where("kind", "=", kind!))
    .$if(Boolean(tag), (query) => query.where(sql<boolean>`tags @> array[${tag}]::text[]`))
    .$if(ended === "false", (query) =>
      query.where((where) =>
        where.or([where("valid_to", "is", null), where("valid_to", ">", today)]),
      ),
    )
    .$if(Boolean(q), (query) =>
      query.where((where) =>
        where.or([
          where(sql<boolean>`starts_with(code, ${q})`, "=", true),
          where(sql<number>`strpos(name, ${q})`, ">", 0),
          where(sql<number>`strpos(address, ${q})`, ">", 0),
        ]),
      ),
    )
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(unit, code) > (${afterUnit}, ${afterCode})`),
    )
    .orderBy("unit")
    .orderBy("code")
    .limit(limit + 1)
    .$castTo<PlaceRow>()
    .execute();
}

export const insertPlaces = (tx: Tx, rows: readonly Insertable<Places>[]): Promise<PlaceRow[]> =>
  tx
    .insertInto("places")
    .values([...rows])
    .returningAll()
    .$castTo<PlaceRow>()
    .execute();

export const setPlace = (
  tx: Tx,
  { district, id }: Key,
  change: Updateable<Places>,
): Promise<PlaceRow> =>
  tx
    .updateTable("places")
    .set(change)
    .where("district", "=", district)
    .where("id", "=", id)
    .returningAll()
    .$castTo<PlaceRow>()
    .executeTakeFirstOrThrow();

export type KeyPlaceRow = Pick<
  PlaceRow,
  "id" | "kind" | "name" | "tags" | "geometry" | "valid_from" | "valid_to"
>;

/** All, or those of some grids: what lies where, without contacts. */
export const listKeyPlaces = (db: Db, grids?: readonly string[]): Promise<KeyPlaceRow[]> =>
  db
    .selectFrom("places")
    .select(["id", "kind", "name", "tags", "geometry", "valid_from", "valid_to"])
    .$if(grids !== undefined, (query) => query.where("unit", "in", [...grids!]))
    .$castTo<KeyPlaceRow>()
    .execute();

/** Which kinds of places, with which tags, stand below a unit on a day. */
export const listPlaceTraits = (
  db: Db,
  unit: string,
  day: string,
): Promise<Pick<PlaceRow, "unit" | "kind" | "tags">[]> =>
  db
    .selectFrom("places")
    .select(["unit", "kind", "tags"])
    .where("unit", ">=", unit)
    .where("unit", "<", `${unit}~`)
    .where("valid_from", "<=", day)
    .where((where) => where.or([where("valid_to", "is", null), where("valid_to", ">", day)]))
    .$castTo<Pick<PlaceRow, "unit" | "kind" | "tags">>()
    .execute();
