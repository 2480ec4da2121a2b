import type { Key } from "@gezhi/contract/ids.ts";
import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { AssessmentObjections } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Assessed } from "./assessment-rules.ts";

export type ObjectionRow = Omit<Selectable<AssessmentObjections>, "status"> & {
  status: "open" | "accepted" | "refused";
};
/** What one accepted objection takes away: whose it was, and where the incident lies. */
export type LeftOut = { unit: string; place: string; incident: string; counts: Assessed };

export async function findLeftOut(
  db: Db,
  unit: string,
  from: string,
  to: string,
): Promise<LeftOut[]> {
  const { rows } = await sql<Omit<LeftOut, "counts"> & Assessed>`
    select unit, place, incident, registered, finished, fed_back as "fedBack", reworked, rated, content, due, in_time as "inTime"
    from figures_left_out(${unit}, ${`${unit}~`}, ${from}, ${to})`.execute(db);
  return rows.map(({ unit: of, place, incident, ...counts }) => ({
    unit: of,
    place,
    incident,
    counts,
  }));
}

export const findCounted = (db: Db, district: string, number: string) =>
  db
    .selectFrom("incidents")
    .select(["district", "id", "number", "unit", "promised_at", "closed_at", "rework_count"])
    .select("satisfied")
    .where("district", "=", district)
    .where("number", "=", number)
    .executeTakeFirst();

export const listObjections = (db: Db, unit: string, most: number): Promise<ObjectionRow[]> =>
  db
    .selectFrom("assessment_objections")
    .selectAll()
    .where("unit", ">=", unit)
    .where("unit", "<", `${unit}~`)
    .orderBy("raised_at", "desc")
    .limit(most)
    .$castTo<ObjectionRow>()
    .execute();

export const insertObjection = (
  tx: Tx,
  row: Insertable<AssessmentObjections>,
): Promise<ObjectionRow | undefined> =>
  tx
    .insertInto("assessment_objections")
    .values(row)
    .onConflict((conflict) => conflict.columns(["district", "incident", "unit"]).doNothing())
    .returningAll()
    .$castTo<ObjectionRow>()
    .executeTakeFirst();

export const lockObjection = (tx: Tx, { district, id }: Key): Promise<ObjectionRow | undefined> =>
  tx
    .selectFrom("assessment_objections")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .$castTo<ObjectionRow>()
    .forUpdate()
    .executeTakeFirst();

export const setObjection = (
  tx: Tx,
  { district, id }: Key,
  change: Updateable<AssessmentObjections>,
): Promise<ObjectionRow> =>
  tx
    .updateTable("assessment_objections")
    .set(change)
    .where("district", "=", district)
    .where("id", "=", id)
    .returningAll()
    .$castTo<ObjectionRow>()
    .executeTakeFirstOrThrow();
