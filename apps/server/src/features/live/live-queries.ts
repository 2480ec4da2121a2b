import type { LiveKind } from "@gezhi/contract/live.ts";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import { beginning, isBefore, type LivePosition, type LiveRow } from "./live-rules.ts";

type Raw = {
  transaction: string;
  row: number;
  at: Date;
  kind: LiveRow["message"]["kind"];
  subject: string;
  act: string;
  town: string | null;
  parties: string[];
  account: string | null;
  payload: Record<string, unknown> | null;
};

const toRow = (raw: Raw): LiveRow => ({
  transaction: BigInt(raw.transaction),
  row: raw.row,
  parties: raw.parties,
  account: raw.account,
  message: {
    kind: raw.kind,
    subject: raw.subject,
    act: raw.act,
    town: raw.town,
    at: raw.at.toISOString(),
    ...(raw.payload ? { payload: raw.payload } : {}),
  },
});

/** The last row whose transaction is decided, or the beginning. */
export async function findEnd(db: Db): Promise<LivePosition> {
  const { rows } = await sql<{ transaction: string; row: number }>`
    with h as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as horizon)
    select transaction_id::text as transaction, position as row from live_log, h where transaction_id < h.horizon
    order by transaction_id desc, position desc limit 1`.execute(db);
  const [last] = rows;
  return last ? { transaction: BigInt(last.transaction), row: last.row } : beginning;
}

/**
 * Rows after `from` whose transactions are decided, and the place to go on from. Ordered by transaction, so that one which
 * commits late is never skipped: it holds the horizon back until it is done. The place is always that of a row: a crash
 * takes back the numbers of transactions that wrote nothing to its log, and gives them again to others.
 */
export async function findDecided(
  db: Db,
  from: LivePosition,
  limit: number,
  kinds?: readonly LiveKind[],
): Promise<{ rows: LiveRow[]; end: LivePosition }> {
  const only = kinds ? sql`and kind = any(${[...kinds]})` : sql``;
  const { rows: raws } = await sql<
    Raw & { end_transaction: string | null; end_row: number | null }
  >`/* ${sql.raw(kinds ? "live_decided_of" : "live_decided")} */
    with h as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as horizon),
    e as materialized (
      select transaction_id, position from live_log, h where transaction_id < h.horizon
      order by transaction_id desc, position desc limit 1
    )
    select e.transaction_id::text as end_transaction, e.position as end_row, l.transaction_id::text as transaction,
           l.position as row, l.at, l.kind, l.subject, l.act, l.town, l.party_units as parties, l.account, l.payload
    from h left join e on true left join lateral (
      select * from live_log
      where (transaction_id, position) > (${String(from.transaction)}::xid8, ${from.row}) and transaction_id < h.horizon ${only}
      order by transaction_id, position limit ${limit}
    ) l on true`.execute(db);
  const rows = raws.filter((raw) => raw.transaction !== null).map(toRow);
  const { end_transaction, end_row } = raws[0]!;
  const written =
    end_transaction === null || end_row === null
      ? from
      : { transaction: BigInt(end_transaction), row: end_row };
  const last = rows.length === limit ? rows.at(-1)! : written;
  return { rows, end: isBefore(last, from) ? from : placeOf(last) };
}

const placeOf = ({ transaction, row }: LivePosition): LivePosition => ({ transaction, row });

/**
 * Before everything written in the last so many seconds, in the log's own order: a transaction that began long ago and writes
 * now, or is not decided yet, lies behind it.
 */
export async function findPlaceAgo(db: Db, seconds: number): Promise<LivePosition> {
  const { rows } = await sql<{ transaction: string; row: number }>`
    with h as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as horizon),
    young as materialized (select transaction_id, position from live_log where at >= now() - make_interval(secs => ${seconds}))
    select y.transaction_id::text as transaction, y.position as row
    from h join young y on y.transaction_id < h.horizon order by y.transaction_id, y.position limit 1`.execute(
    db,
  );
  const [first] = rows;
  return first ? { transaction: BigInt(first.transaction), row: first.row - 1 } : await findEnd(db);
}

/** True when `from` is a place of this log and nothing after it has been removed yet. */
export async function stillKept(db: Db, from: LivePosition): Promise<boolean> {
  const { rows } = await sql<{ kept: boolean }>`
    select ${String(from.transaction)}::xid8 <= pg_snapshot_xmin(pg_current_snapshot())
       and coalesce((select (transaction_id, position) <= (${String(from.transaction)}::xid8, ${from.row}::bigint)
                     from live_log order by transaction_id, position limit 1), false) as kept`.execute(
    db,
  );
  return rows[0]!.kept;
}

/** Drops the head of the log, in its order, up to the first row that is young enough; the newest row always stays. */
export const removeBefore = (db: Db, before: Date) =>
  sql`
    with young as (
      select transaction_id, position from live_log where at >= ${before} order by transaction_id, position limit 1
    ), newest as (
      select transaction_id, position from live_log order by transaction_id desc, position desc limit 1
    ), first_kept as (
      select * from young union all select * from newest where not exists (select from young)
    )
    delete from live_log l using first_kept k
    where (l.transaction_id, l.position) < (k.transaction_id, k.position)`.execute(db);
