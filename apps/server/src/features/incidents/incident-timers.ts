import { incidentId, type Key } from "@gezhi/contract/ids.ts";
import { isAway } from "../../platform/database/away.ts";
import { read, write } from "../../platform/database/scope.ts";
import { ProblemError } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { ActInput } from "./incident-state-rules.ts";
import { performIn } from "./incident-commands.ts";
import { addUpEnded } from "./incident-detail-queries.ts";
import { findClosedBefore, findDueReviews } from "./incident-queries.ts";

const portion = 200;
const dayMs = 86_400_000;

/** Shelved matters whose review date has come go on by themselves. Says how many. */
export const resumeDueReviews = (context: Context, most = portion): Promise<number> =>
  perform(context, { act: "resume" }, most, (at, except) =>
    read(context.db, "system", (tx) => findDueReviews(tx, at, except, most)),
  );

/** Says how many closed incidents were archived. */
export const archiveClosed = (context: Context, most = portion): Promise<number> => {
  const { configuration } = context;
  const { archiveDays } = configuration.current("limits", configuration.root()).content;
  return perform(context, { act: "archive" }, most, (at, except) =>
    read(context.db, "system", (tx) =>
      findClosedBefore(tx, new Date(at.getTime() - archiveDays * dayMs), except, most),
    ),
  );
};

/** Periodic: so that counting a place reads few rows. */
export const tallyEnded = async ({ db }: Pick<Context, "db">): Promise<void> => {
  await write(db, "system", addUpEnded);
};

/**
 * Each in its own transaction. One that fails, or that somebody changed meanwhile, is said and left to the next round;
 * the portions go on past it.
 */
async function perform(
  context: Context,
  act: ActInput,
  most: number,
  find: (at: Date, except: readonly string[]) => Promise<Key[]>,
): Promise<number> {
  const left: string[] = [];
  let done = 0;
  for (;;) {
    const at = new Date(context.now());
    const keys = await find(at, left);
    const before = done;
    for (const key of keys) {
      try {
        await write(context.db, "system", (tx) =>
          performIn(tx, context, { kind: "system" }, incidentId(key), act, at),
        );
        done += 1;
      } catch (error) {
        if (error instanceof Error && isAway(error)) throw error;
        left.push(key.id);
        const about = { incident: incidentId(key), act: act.act };
        if (error instanceof ProblemError)
          context.log.warn({ ...about, problem: error.message }, "a timer could not act");
        else context.log.error({ ...about, err: error }, "a timer could not act");
      }
    }
    if (done > before) context.hint();
    if (keys.length < most) return done;
  }
}
