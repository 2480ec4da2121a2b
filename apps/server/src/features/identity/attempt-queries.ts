import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Allowance, Attempt } from "./attempt-rules.ts";

/** Counts a try before it is made, so that a hundred at once cannot all slip through; returns the count with it. */
export async function countAttempt(tx: Tx, allowance: Allowance, now: Date): Promise<Attempt> {
  const { bucket, limit, windowMs, lockMs } = allowance;
  const windowEnd = new Date(now.getTime() + windowMs);
  const lockEnd = new Date(now.getTime() + lockMs);
  const { rows } = await sql<{ failures: number; until: Date }>`
    insert into sign_in_attempts as kept (bucket, failures, until) values (${bucket}, 1, ${windowEnd})
    on conflict (bucket) do update set
      failures = case when kept.until <= ${now} then 1 else least(kept.failures + 1, ${limit + 1}::int) end,
      until = case when kept.until <= ${now} then ${windowEnd}::timestamptz
        when kept.failures + 1 = ${limit}::int then ${lockEnd}::timestamptz else kept.until end
    returning failures, until`.execute(tx);
  const [row] = rows;
  return { ...allowance, tries: row!.failures, until: row!.until.getTime() };
}

export const clearAttempts = (tx: Tx, buckets: readonly string[]) =>
  tx
    .deleteFrom("sign_in_attempts")
    .where("bucket", "in", [...buckets])
    .execute();

/** Takes back one try of a bucket that other people share. */
export const returnAttempt = (tx: Tx, bucket: string) =>
  tx
    .updateTable("sign_in_attempts")
    .set((row) => ({ failures: row("failures", "-", 1) }))
    .where("bucket", "=", bucket)
    .where("failures", ">", 0)
    .execute();

/** Ends every lock of these user names, wherever the tries came from. */
export const clearAttemptsOfNames = (tx: Tx, nameKeys: readonly string[]) =>
  tx
    .deleteFrom("sign_in_attempts")
    .where(sql<string>`split_part(bucket, ':', 2)`, "in", [...nameKeys])
    .execute();

/** Tries of these user names that still count; the table is small, because every row ends within an hour. */
export const listAttemptsOfNames = (db: Db, nameKeys: readonly string[], now: Date) =>
  db
    .selectFrom("sign_in_attempts")
    .select([sql<string>`split_part(bucket, ':', 2)`.as("nameKey"), "bucket", "failures", "until"])
    .where("until", ">", now)
    .where(sql<string>`split_part(bucket, ':', 2)`, "in", [...nameKeys])
    .execute();

export const deleteStaleAttempts = (db: Db, now: Date) =>
  db.deleteFrom("sign_in_attempts").where("until", "<=", now).execute();
