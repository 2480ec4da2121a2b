import { read, write } from "../../platform/database/scope.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Context } from "../context.ts";
import {
  deleteSignalsBefore,
  findSignal,
  type Lane,
  listWaiting,
  setFailed,
  type Waiting,
} from "./alarm-signal-queries.ts";
import { handleTogether, judge, type Judgement } from "./alarm-signal-commands.ts";
import { togetherOf } from "./alarm-turn-rules.ts";

const batch = 128;
/** Red has more hands than the rest, which leave it room where there are few cores. */
const atOnce: Record<Lane, number> = { red: 4, rest: 3 };
const mostAttempts = 5;
const retryMs = 1000;
const keptMs = 7 * 86_400_000;
const deletedAtOnce = 5000;
/** Signals that failed, and when to try again: one that cannot be handled must not hold up the others. */
const failing = new Map<string, number>();

/** Takes what waits until nothing does. Any number of workers may run it. Says how many signals were handled. */
export async function handleSignals(context: Context): Promise<number> {
  let handled = 0;
  for (;;) {
    const done = (await handleLane(context, "red")) + (await handleLane(context, "rest"));
    handled += done;
    if (done === 0) return handled;
  }
}

/** A lane of its own for what is red: it never stands behind what is not. */
export async function handleLane(context: Context, lane: Lane): Promise<number> {
  let handled = 0;
  for (;;) {
    const now = context.now();
    const listed = await read(context.db, "system", (tx) => listWaiting(tx, lane, batch));
    const waiting = listed.filter(({ signal: { id } }) => (failing.get(id) ?? 0) <= now);
    const done = await handleAll(context, lane, waiting);
    handled += done;
    if (done === 0) return handled;
  }
}

async function handleAll(
  context: Context,
  lane: Lane,
  waiting: readonly Waiting[],
): Promise<number> {
  const judged = waiting.map((one) => judge(context, one));
  // Nobody who waits for a red one waits for its neighbours too.
  const queue = lane === "red" ? judged.map((one) => [one]) : togetherOf(judged);
  let done = 0;
  const work = async () => {
    for (let some = queue.shift(); some; some = queue.shift()) {
      const handled = await trySome(context, some);
      done += handled;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce[lane], queue.length) }, work));
  return done;
}

/** Where one of them spoils the transaction of all, each has one of its own. */
async function trySome(context: Context, some: readonly Judgement[]): Promise<number> {
  try {
    const handled = await handleTogether(context, some);
    for (const { signal } of some) failing.delete(signal.id);
    return handled;
  } catch (error) {
    const [one, ...more] = some;
    if (one && more.length === 0) {
      await noteFailure(context, one.signal, error);
      return 0;
    }
    let handled = 0;
    for (const each of some) {
      const one = await trySome(context, [each]);
      handled += one;
    }
    return handled;
  }
}

/** After some attempts it is left as it is, on record, so that later signals of the device are heard. */
async function noteFailure(context: Context, key: Key, error: unknown): Promise<void> {
  context.log.error({ err: error, signal: key.id }, "a signal could not be handled");
  failing.set(key.id, context.now() + retryMs);
  const signal = await findSignal(context.db, key);
  if (!signal || signal.handled_at) return;
  const attempts = signal.attempts + 1;
  const over = attempts >= mostAttempts;
  if (over) failing.delete(key.id);
  await write(context.db, "system", (tx) =>
    setFailed(tx, key, {
      attempts,
      error: error instanceof Error ? error.message.slice(0, 500) : "unknown",
      handled_at: over ? new Date(context.now()) : null,
    }),
  );
}

/** Periodic: what was handled a week ago is kept in alarms and their steps. */
export async function removeOldSignals(context: Context): Promise<void> {
  const before = new Date(context.now() - keptMs);
  for (;;) {
    const gone = await write(context.db, "system", (tx) =>
      deleteSignalsBefore(tx, before, deletedAtOnce),
    );
    if (gone < deletedAtOnce) return;
  }
}
