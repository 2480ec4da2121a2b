import { sql } from "kysely";
import { write } from "../../platform/database/scope.ts";
import { isRush } from "../../platform/rush.ts";
import type { Context } from "../context.ts";
import { hoursKeptDays } from "./period-rules.ts";

const dayMs = 86_400_000;
/**
 * Many changes at once meet in the same sums of the city and its districts, and a third of the work is saved; in a rush
 * little at a time, 40 ms of work. What waits is counted meanwhile as it stands.
 */
const atOnce = { calm: 600, rush: 120 };

/** Adds changes of incidents to the sums of their places. Says how many. */
export async function foldFigures(
  { db, now }: Pick<Context, "db" | "now">,
  most = isRush() ? atOnce.rush : atOnce.calm,
): Promise<number> {
  const since = new Date(now() - hoursKeptDays * dayMs);
  const { rows } = await write(db, "system", (tx) =>
    sql<{ n: number }>`select fold_figures(${most}::int, ${since}) as n`.execute(tx),
  );
  return rows[0]?.n ?? 0;
}

/** Hours that are over for good, a day later than they are asked for last. */
export const removeOldHours = async ({ db, now }: Pick<Context, "db" | "now">): Promise<void> => {
  const before = new Date(now() - (hoursKeptDays + 1) * dayMs);
  await write(db, "system", (tx) =>
    tx.deleteFrom("figure_cells").where("span", "=", "hour").where("at", "<", before).execute(),
  );
};
