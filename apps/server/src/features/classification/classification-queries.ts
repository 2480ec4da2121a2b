import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Taught } from "./teaching-rules.ts";

/** A district teaches a few thousand words at most that are worth reading. */
const mostWords = 5_000;

export async function listTaught(db: Db, district: string): Promise<Taught[]> {
  const rows = await db
    .selectFrom("taught_words")
    .select(["code", "word", "times"])
    .where("district", "=", district)
    .orderBy("times", "desc")
    .orderBy("code")
    .orderBy("word")
    .limit(mostWords)
    .execute();
  return rows.map(({ code, word, times }) => ({ code, word, count: times }));
}

export type TaughtRow = { district: string; code: string; word: string; times: number };

/** In the order of the key, so that two processes never wait for each other. */
export const addTaught = async (tx: Tx, rows: readonly TaughtRow[]): Promise<void> => {
  const ordered = rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await tx
    .insertInto("taught_words")
    .values(ordered)
    .onConflict((conflict) =>
      conflict
        .columns(["district", "code", "word"])
        .doUpdateSet({ times: sql<number>`taught_words.times + excluded.times` }),
    )
    .execute();
};

const keyOf = ({ district, code, word }: TaughtRow): string => `${district} ${code} ${word}`;
