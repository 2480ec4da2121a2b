import type { LiveKind } from "@gezhi/contract/live.ts";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import { endBelow, type LivePosition, type LiveRow } from "./live-rules.ts";

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

/** The oldest transaction that may still write: everything below it is decided. */
export async function findHorizon(db: Db): Promise<bigint> {
  const { rows } = await sql<{
    xmin: string;
  }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`.execute(db);
  return BigInt(rows[0]!.xmin);
}

/**
 * Rows after `from` whose transactions are decided. Ordered by transaction, so that one which commits late
 * is never skipped: it holds the horizon back until it is done.
 */
export async function findDecided(
  db: Db,
  from: LivePosition,
  limit: number,
  kinds?: readonly LiveKind[],
): Promise<{ rows: LiveRow[]; horizon: bigint }> {
  const only = kinds ? sql`and kind = any(${[...kinds]})` : sql``;
  const { rows } = await sql<Raw & { horizon: string }>`
    with h as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as horizon)
    select h.horizon::text as horizon, l.transaction_id::text as transaction, l.position as row, l.at, l.kind, l.subject, l.act,
           l.town, l.party_units as parties, l.account, l.payload
    from h left join lateral (
      select * from live_log
      where (transaction_id, position) > (${String(from.transaction)}::xid8, ${from.row}) and transaction_id < h.horizon ${only}
      order by transaction_id, position limit ${limit}
    ) l on true`.execute(db);
  const horizon = BigInt(rows[0]!.horizon);
  return { rows: rows.filter((raw) => raw.transaction !== null).map(toRow), horizon };
}

/**
 * Before everything written in the last so many seconds, in the log's own order: a transaction that began long ago and writes
 * now, or is not decided yet, lies behind it.
 */
export async function findPlaceAgo(db: Db, seconds: number): Promise<LivePosition> {
  const { rows } = await sql<{ transaction: string; row: number | null; horizon: string }>`
    with h as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as horizon),
    young as materialized (select transaction_id, position from live_log where at >= now() - make_interval(secs => ${seconds}))
    select h.horizon::text as horizon, y.transaction_id::text as transaction, y.position as row
    from h left join young y on y.transaction_id < h.horizon order by y.transaction_id, y.position limit 1`.execute(
    db,
  );
  const { horizon, transaction, row } = rows[0]!;
  return row === null
    ? endBelow(BigInt(horizon))
    : { transaction: BigInt(transaction), row: row - 1 };
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
