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
  await sql`
    insert into taught_words (district, code, word, times)
    select district, code, word, times from jsonb_populate_recordset(null::taught_words, ${JSON.stringify(rows)}::jsonb)
    order by district, code, word
    on conflict (district, code, word) do update set times = taught_words.times + excluded.times`.execute(
    tx,
  );
};
