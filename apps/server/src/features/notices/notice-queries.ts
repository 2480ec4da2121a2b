import { sql, type Insertable } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Deliveries } from "../../platform/database/generated.ts";
import { rowsInto } from "../../platform/database/rows.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { type Announcement, insertAnnouncements } from "../live/live-commands.ts";

export type NoticeRow = Key & {
  incident: string | null;
  act: string;
  urgency: Urgency;
  title: string;
  body: string;
  created_at: Date;
  read_at: Date | null;
};

type NewNoticeRow = Omit<NoticeRow, "read_at"> & { account: string; cause: string };
export type NewDeliveryRow = Pick<
  Insertable<Deliveries>,
  "district" | "id" | "notice" | "channel" | "priority" | "subject" | "text_enc"
> & { address: string; address_masked: string; created_at: Date; next_attempt_at: Date };
/** For every browser the account has; which those are, the statement itself finds out. */
export type NewPush = Pick<NewDeliveryRow, "district" | "priority" | "subject" | "text_enc"> & {
  notice: string;
  account: string;
  created_at: Date;
};

const deliveryColumns = [
  "district",
  "id",
  "notice",
  "channel",
  "priority",
  "address",
  "address_masked",
  "subject",
  "text_enc",
  "next_attempt_at",
  "created_at",
] as const;

/** Idempotent: their keys follow from what they are for. */
export const insertDeliveries = (rows: readonly NewDeliveryRow[]) =>
  rowsInto("deliveries", deliveryColumns, rows, "on conflict do nothing");

const insertPushes = (pushes: readonly NewPush[]) => sql`
  insert into deliveries (${sql.raw(deliveryColumns.join(", "))})
  select p.district, md5(p.notice::text || s.id::text)::uuid, p.notice, 'webPush', p.priority, s.id::text, split_part(s.endpoint, '/', 3),
         p.subject, p.text_enc, p.created_at, p.created_at
  from jsonb_to_recordset(${JSON.stringify(pushes)}::jsonb)
         as p(district text, notice uuid, account uuid, priority smallint, subject text, text_enc text, created_at timestamptz)
  join push_subscriptions s on s.account = p.account
  on conflict do nothing`;

/** All that notices mean. */
export type NoticeRows = {
  notices: readonly NewNoticeRow[];
  deliveries: readonly NewDeliveryRow[];
  pushes: readonly NewPush[];
  announcements: readonly Announcement[];
};

const noticeColumns = [
  "district",
  "id",
  "account",
  "incident",
  "act",
  "urgency",
  "title",
  "body",
  "cause",
  "created_at",
] as const;

const insertNoticesAlone = ({ notices }: NoticeRows) =>
  rowsInto("notices", noticeColumns, notices, "on conflict do nothing");

/** For a statement that writes more, and announces what these announce. */
export const noticeWrites = (rows: NoticeRows) => [
  insertNoticesAlone(rows),
  insertDeliveries(rows.deliveries),
  insertPushes(rows.pushes),
];

/**
 * One statement. Says how many notices are new: their keys follow from account and cause, so what is told again makes
 * no second one. A command may not read back what it writes here: a notice is visible to its reader alone.
 */
export async function insertNotices(tx: Tx, rows: NoticeRows): Promise<number> {
  const { numAffectedRows = 0n } = await sql`/* notices */ with
    new_delivery as (${insertDeliveries(rows.deliveries)}),
    new_push as (${insertPushes(rows.pushes)}),
    new_message as (${insertAnnouncements(rows.announcements)})
    ${insertNoticesAlone(rows)}`.execute(tx);
  return Number(numAffectedRows);
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

/**
 * Who has unread routine notices that came in since then, and no digest of this name yet. Asks across people, so only
 * the server itself may.
 */
export async function listUnreadBlue(tx: Tx, since: Date, digest: string): Promise<UnreadBlue[]> {
  const { rows } = await sql<UnreadBlue>`
    select district, account, count(*)::int as count from notices n
    where urgency = 'blue' and read_at is null and act <> 'digest' and created_at > ${since}
      and not exists (select from notices d where d.district = n.district and d.account = n.account and d.cause = ${digest})
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
