import type { FileId, Key } from "@gezhi/contract/ids.ts";
import { keyOf } from "@gezhi/contract/ids.ts";
import { sql, type Insertable, type Selectable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type FileRow = Selectable<Files>;

export const findFile = (db: Db | Tx, id: FileId): Promise<FileRow | undefined> =>
  db
    .selectFrom("files")
    .selectAll()
    .where("district", "=", keyOf(id).district)
    .where("id", "=", keyOf(id).id)
    .executeTakeFirst();

const whereKeys = (keys: readonly Key[]) =>
  sql<boolean>`(district, id) in (select * from unnest(${keys.map((key) => key.district)}::text[], ${keys.map((key) => key.id)}::uuid[]))`;

export const findFiles = (db: Db | Tx, ids: readonly FileId[]): Promise<FileRow[]> =>
  db
    .selectFrom("files")
    .selectAll()
    .where(whereKeys(ids.map(keyOf)))
    .execute();

/** Keeps the clean-up away until the caller's attachments are committed. */
export const lockFiles = (tx: Tx, ids: readonly FileId[]): Promise<FileRow[]> =>
  tx
    .selectFrom("files")
    .selectAll()
    .where(whereKeys(ids.map(keyOf)))
    .forKeyShare()
    .execute();

export const insertFile = async (tx: Tx, row: Insertable<Files>): Promise<void> => {
  await tx.insertInto("files").values(row).execute();
};

/** Neither an incident nor an alarm's clip holds it. */
const unheld = sql<boolean>`not exists (select from attachments where file_district = files.district and file = files.id)
  and not exists (select from clips where file_district = files.district and file = files.id)`;

/** Files that are due to be looked at, those that wait longest first; those in use right now are left for the next run. */
export const lockUnchecked = (tx: Tx, at: Date, limit: number): Promise<Key[]> =>
  tx
    .selectFrom("files")
    .select(["district", "id"])
    .where("check_from", "<=", at)
    .orderBy("check_from")
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();

/** Looks again: what was committed before the lock was taken keeps its file. */
export const deleteOrphans = (tx: Tx, keys: readonly Key[]): Promise<FileRow[]> =>
  tx.deleteFrom("files").where(whereKeys(keys)).where(unheld).returningAll().execute();

/** They need no second look: an incident keeps what it holds, and a clip that lets go has its file looked at again. */
export const setHeld = async (tx: Tx, keys: readonly Key[]): Promise<void> => {
  await tx.updateTable("files").set({ check_from: null }).where(whereKeys(keys)).execute();
};

export const lockContent = async (tx: Tx, contents: readonly string[]): Promise<void> => {
  for (const content of contents.toSorted())
    await sql`select pg_advisory_xact_lock(hashtextextended(${content}, 1))`.execute(tx);
};

export async function isContentUsed(tx: Tx, content: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from files where store_key = ${content}) or exists (select from files where thumbnail_key = ${content}) as used`.execute(
    tx,
  );
  return rows[0]?.used ?? true;
}
