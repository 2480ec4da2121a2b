import type { Key } from "@gezhi/contract/ids.ts";
import type { Insertable, Selectable, Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { DeputyMatters } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type MatterRow = Selectable<DeputyMatters>;

/** Undefined when it was sent to this deputy before. */
export const insertMatter = (
  tx: Tx,
  row: Insertable<DeputyMatters>,
): Promise<{ id: string } | undefined> =>
  tx
    .insertInto("deputy_matters")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();

export const findMatter = (
  db: Db,
  { district, id }: Key,
  deputy: string,
): Promise<MatterRow | undefined> =>
  db
    .selectFrom("deputy_matters")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .where("deputy", "=", deputy)
    .executeTakeFirst();

export const setAnswer = (tx: Tx, { district, id }: Key, answer: Updateable<DeputyMatters>) =>
  tx
    .updateTable("deputy_matters")
    .set(answer)
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();

/** Newest first. */
export const listMatters = (
  db: Db,
  deputy: string,
  after: string | undefined,
  most: number,
): Promise<MatterRow[]> =>
  db
    .selectFrom("deputy_matters")
    .selectAll()
    .where("deputy", "=", deputy)
    .$if(after !== undefined, (query) => query.where("id", "<", after!))
    .orderBy("id", "desc")
    .limit(most)
    .execute();
