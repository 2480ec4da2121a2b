import { sql, type Insertable } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Notices } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type NoticeRow = Key & {
  incident: string | null;
  act: string;
  urgency: Urgency;
  title: string;
  body: string;
  created_at: Date;
  read_at: Date | null;
};

/**
 * Says how many are new: their keys follow from account and cause, so what is told again changes nothing. A command may
 * not read back what it writes here: a notice is visible to its reader alone.
 */
export async function insertNotices(tx: Tx, rows: readonly Insertable<Notices>[]): Promise<number> {
  if (!rows.length) return 0;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("notices")
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0n);
}

/** The newest first; the account's own ones. */
export const listNotices = (
  db: Db,
  account: string,
  after: { at: Date; id: string } | undefined,
  limit: number,
): Promise<NoticeRow[]> =>
  db
    .selectFrom("notices")
    .select(["district", "id", "incident", "act", "title", "body", "created_at", "read_at"])
    .select((row) => row.ref("urgency").$castTo<Urgency>().as("urgency"))
    .where("account", "=", account)
    .$if(after !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where("created_at", "<", after!.at),
          where.and([where("created_at", "=", after!.at), where("id", ">", after!.id)]),
        ]),
      ),
    )
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();

export async function countUnread(db: Db, account: string): Promise<number> {
  const { unread } = await db
    .selectFrom("notices")
    .select((row) => row.fn.countAll<number>().as("unread"))
    .where("account", "=", account)
    .where("read_at", "is", null)
    .executeTakeFirstOrThrow();
  return unread;
}

/** Says how many were unread before. */
export async function setRead(
  tx: Tx,
  account: string,
  keys: readonly Key[] | "all",
  at: Date,
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable("notices")
    .set({ read_at: at })
    .where("account", "=", account)
    .where("read_at", "is", null)
    .$if(keys !== "all", (query) =>
      query
        .where("district", "in", [...new Set((keys as Key[]).map(({ district }) => district))])
        .where(
          "id",
          "in",
          (keys as Key[]).map(({ id }) => id),
        ),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export type UnreadBlue = { district: string; account: string; count: number };

/** Who has unread routine notices that came in since then. Asks across people, so only the server itself may. */
export async function listUnreadBlue(tx: Tx, since: Date): Promise<UnreadBlue[]> {
  const { rows } = await sql<UnreadBlue>`
    select district, account, count(*)::int as count from notices
    where urgency = 'blue' and read_at is null and act <> 'digest' and created_at > ${since}
    group by district, account order by district, account`.execute(tx);
  return rows;
}

export type Person = { account: string; phoneSealed: string | null };

export const findPeople = (db: Db, accounts: readonly string[]): Promise<Person[]> =>
  accounts.length
    ? db
        .selectFrom("accounts")
        .select(["id as account", "phone_enc as phoneSealed"])
        .where("id", "in", [...accounts])
        .where("disabled_at", "is", null)
        .execute()
    : Promise.resolve([]);
