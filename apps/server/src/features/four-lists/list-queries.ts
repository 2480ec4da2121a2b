import type { ListAnswer, ListAsked } from "@gezhi/contract/four-lists.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import { sql, type Insertable, type Selectable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { ListChecks, Plates } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export const insertCheck = (tx: Tx, row: Insertable<ListChecks>): Promise<unknown> =>
  tx.insertInto("list_checks").values(row).execute();

export type CheckCount = {
  month: string;
  asked: ListAsked;
  answer: ListAnswer;
  item: string | null;
  name: string | null;
  n: number;
};

/** By month of Beijing, question, answer and item; the few hundred rows are added up by whoever shows them. */
export const countChecks = (db: Db, unit: string, since: Date): Promise<CheckCount[]> =>
  db
    .selectFrom("list_checks")
    .select([
      sql<string>`to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM')`.as("month"),
      "asked",
      "answer",
      "item",
      sql<string | null>`max(item_name)`.as("name"),
      sql<number>`count(*)::int`.as("n"),
    ])
    .where("unit", ">=", unit)
    .where("unit", "<", `${unit}~`)
    .where("at", ">=", since)
    .groupBy([sql`1`, "asked", "answer", "item"])
    .$castTo<CheckCount>()
    .execute();

export type PlateRow = Selectable<Plates>;

export const listPlates = (db: Db, unit: string, most: number): Promise<PlateRow[]> =>
  db
    .selectFrom("plates")
    .selectAll()
    .where("unit", ">=", unit)
    .where("unit", "<", `${unit}~`)
    .where("removed_on", "is", null)
    .orderBy("unit")
    .orderBy("hung_on")
    .orderBy("id")
    .limit(most)
    .execute();

/** Undefined when one of that name hangs there already. */
export const insertPlate = (tx: Tx, row: Insertable<Plates>): Promise<{ id: string } | undefined> =>
  tx
    .insertInto("plates")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();

/** Holds the row until the transaction ends, so that of two who take it down one is told. */
export const lockPlate = (tx: Tx, { district, id }: Key): Promise<PlateRow | undefined> =>
  tx
    .selectFrom("plates")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();

export const setRemoved = (
  tx: Tx,
  { district, id }: Key,
  day: string,
  by: string,
): Promise<unknown> =>
  tx
    .updateTable("plates")
    .set({ removed_on: day, removed_by: by })
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();
