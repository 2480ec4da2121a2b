import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";

export const lockPhoneCode = (tx: Tx, phoneHash: string) =>
  tx
    .selectFrom("phone_codes")
    .selectAll()
    .where("phone_hash", "=", phoneHash)
    .forUpdate()
    .executeTakeFirst();

export const putPhoneCode = async (
  tx: Tx,
  row: { phone_hash: string; code_hash: string; sent: number; expires_at: Date },
): Promise<void> => {
  await tx
    .insertInto("phone_codes")
    .values({ ...row, tries: 0 })
    .onConflict((conflict) => conflict.column("phone_hash").doUpdateSet({ ...row, tries: 0 }))
    .execute();
};

/** Counts the try before it is judged: guesses sent at once are counted one by one. */
export const countTry = (tx: Tx, phoneHash: string, now: Date) =>
  tx
    .updateTable("phone_codes")
    .set({ tries: sql<number>`tries + 1` })
    .where("phone_hash", "=", phoneHash)
    .where("expires_at", ">", now)
    .returning(["code_hash", "tries"])
    .executeTakeFirst();

export const deletePhoneCode = async (tx: Tx, phoneHash: string): Promise<void> => {
  await tx.deleteFrom("phone_codes").where("phone_hash", "=", phoneHash).execute();
};

export const deletePhoneCodesBefore = async (tx: Tx, before: Date): Promise<void> => {
  await tx.deleteFrom("phone_codes").where("expires_at", "<", before).execute();
};
