import type { Logger } from "../platform/log.ts";

/** Runs `work` again and again, never twice at once; a failure is logged once and the next rounds try again. */
export function loop(
  log: Logger,
  name: string,
  everyMs: number,
  work: () => Promise<unknown>,
): () => Promise<void> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  const rest = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, everyMs);
    });
  const running = (async () => {
    let failing = false;
    while (!stop.signal.aborted) {
      try {
        await work();
        if (failing) log.warn({ job: name }, "the job works again");
        failing = false;
      } catch (error) {
        log[failing ? "debug" : "error"]({ err: error, job: name }, "a job failed, trying again");
        failing = true;
      }
      if (!stop.signal.aborted) await rest();
    }
  })();
  return async () => {
    stop.abort();
    clearTimeout(timer);
    wake?.();
    await running;
  };
}
