import type { FeedbackState } from "@gezhi/contract/feedback.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Insertable, Selectable, Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Feedback } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type FeedbackRow = Omit<Selectable<Feedback>, "state"> & { state: FeedbackState };

export const insertFeedback = (tx: Tx, row: Insertable<Feedback>): Promise<unknown> =>
  tx.insertInto("feedback").values(row).execute();

/** Newest first. */
export const listFeedback = (
  db: Db,
  { account, state }: { account: string | undefined; state: FeedbackState | undefined },
  most: number,
): Promise<FeedbackRow[]> =>
  db
    .selectFrom("feedback")
    .selectAll()
    .$if(account !== undefined, (query) => query.where("account", "=", account!))
    .$if(state !== undefined, (query) => query.where("state", "=", state!))
    .orderBy("id", "desc")
    .limit(most)
    .$castTo<FeedbackRow>()
    .execute();

/** Holds the row until the transaction ends. */
export const lockFeedback = (tx: Tx, { district, id }: Key): Promise<FeedbackRow | undefined> =>
  tx
    .selectFrom("feedback")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .forUpdate()
    .$castTo<FeedbackRow>()
    .executeTakeFirst();

export const setFeedback = (
  tx: Tx,
  { district, id }: Key,
  change: Updateable<Feedback>,
): Promise<unknown> =>
  tx
    .updateTable("feedback")
    .set(change)
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();
