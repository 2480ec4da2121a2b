import { constants } from "node:os";

/** A supervisor's patience is not endless either. */
const longestMs = 15_000;

/**
 * Runs `work` and closes what it opened, last first: when it fails, and at Ctrl-C or a supervisor's SIGTERM at any
 * moment of it. After `work` is done the process goes on until such a signal, unless `once`.
 */
export async function closingAtTheEnd(
  work: (open: AsyncDisposableStack) => Promise<void>,
  { once = false } = {},
): Promise<void> {
  const open = new AsyncDisposableStack();
  let done = false;
  let stopping = false;
  const stop = async (signal: "SIGINT" | "SIGTERM") => {
    if (stopping) return;
    stopping = true;
    // Told to end while it served it ends well; before that it did not do what it was started for.
    const code = done ? 0 : 128 + constants.signals[signal];
    setTimeout(() => process.exit(1), longestMs).unref();
    await open.disposeAsync();
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        console.error(error);
        process.exit(1);
      });
    });
  try {
    await work(open);
    done = true;
    if (once && !stopping) await open.disposeAsync();
  } catch (error) {
    // What was under way when it was told to stop fails as it must, and is no news.
    if (stopping) return;
    await open.disposeAsync();
    throw error;
  }
}

/** Waits for what ends soon, and no longer than the patience for what does not: the process is about to end. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
