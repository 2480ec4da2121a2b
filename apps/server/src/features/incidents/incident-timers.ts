import { incidentId } from "@gezhi/contract/ids.ts";
import { read, write } from "../../platform/database/scope.ts";
import { ProblemError } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { ActInput } from "./incident-state-rules.ts";
import { performIn } from "./incident-commands.ts";
import { addUpEnded } from "./incident-detail-queries.ts";
import { findClosedBefore, findDueReviews } from "./incident-queries.ts";

const batch = 200;
const dayMs = 86_400_000;

/** Shelved matters whose review date has come go on by themselves. Says how many. */
export const resumeDueReviews = (context: Context): Promise<number> =>
  perform(context, { act: "resume" }, (at) =>
    read(context.db, "system", (tx) => findDueReviews(tx, at, batch)),
  );

/** Says how many closed incidents were archived. */
export const archiveClosed = (context: Context): Promise<number> => {
  const { configuration } = context;
  const { archiveDays } = configuration.current("limits", configuration.root()).content;
  return perform(context, { act: "archive" }, (at) =>
    read(context.db, "system", (tx) =>
      findClosedBefore(tx, new Date(at.getTime() - archiveDays * dayMs), batch),
    ),
  );
};

/** Periodic: so that counting a place reads few rows. */
export const tallyEnded = async ({ db }: Pick<Context, "db">): Promise<void> => {
  await write(db, "system", addUpEnded);
};

type Keys = Awaited<ReturnType<typeof findDueReviews>>;

/** Each in its own transaction; one that somebody changed meanwhile is left to the next round. */
async function perform(
  context: Context,
  act: ActInput,
  find: (at: Date) => Promise<Keys>,
): Promise<number> {
  let done = 0;
  for (;;) {
    const at = new Date(context.now());
    const keys = await find(at);
    let progress = 0;
    for (const key of keys) {
      try {
        await write(context.db, "system", (tx) =>
          performIn(tx, context, { kind: "system" }, incidentId(key), act, at),
        );
        progress += 1;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        context.log.warn(
          { incident: incidentId(key), act: act.act, problem: error.message },
          "a timer could not act",
        );
      }
    }
    done += progress;
    if (progress > 0) context.hint();
    if (keys.length < batch || progress === 0) return done;
  }
}
