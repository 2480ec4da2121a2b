import { read, write } from "../../platform/database/scope.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Context } from "../context.ts";
import {
  deleteSignalsBefore,
  findSignal,
  listWaiting,
  setHandled,
  type Waiting,
} from "./alarm-queries.ts";
import { handleWaiting } from "./alarm-signal-commands.ts";

const batch = 64;
const atOnce = 4;
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
    const now = context.now();
    const listed = await read(context.db, "system", (tx) => listWaiting(tx, batch));
    const waiting = listed.filter(({ signal: { id } }) => (failing.get(id) ?? 0) <= now);
    const done = await handleAll(context, waiting);
    handled += done;
    if (done === 0) return handled;
  }
}

async function handleAll(context: Context, waiting: readonly Waiting[]): Promise<number> {
  const queue = [...waiting];
  let done = 0;
  const work = async () => {
    for (let one = queue.shift(); one; one = queue.shift())
      if (await tryOne(context, one)) done += 1;
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return done;
}

async function tryOne(context: Context, waiting: Waiting): Promise<boolean> {
  const key = waiting.signal;
  try {
    const handled = await handleWaiting(context, waiting);
    failing.delete(key.id);
    return handled;
  } catch (error) {
    context.log.error({ err: error, signal: key.id }, "a signal could not be handled");
    failing.set(key.id, context.now() + retryMs);
    await noteFailure(context, key, error);
    return false;
  }
}

/** After some attempts it is left as it is, on record, so that later signals of the device are heard. */
async function noteFailure(context: Context, key: Key, error: unknown): Promise<void> {
  const signal = await findSignal(context.db, key);
  if (!signal || signal.handled_at) return;
  const attempts = signal.attempts + 1;
  const over = attempts >= mostAttempts;
  if (over) failing.delete(key.id);
  await write(context.db, "system", (tx) =>
    setHandled(tx, key, {
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
