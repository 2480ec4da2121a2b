import { sql } from "kysely";
import { write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { hoursKeptDays } from "./period-rules.ts";

const dayMs = 86_400_000;
/**
 * About 100 ms of work. Once a second, not more often: many changes of one second meet in the same sums of the city and
 * its districts, and half the work is saved. What waits is counted meanwhile as it stands.
 */
const atOnce = 600;

/** Adds changes of incidents to the sums of their places. Says how many. */
export async function foldFigures(
  { db, now }: Pick<Context, "db" | "now">,
  most = atOnce,
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
