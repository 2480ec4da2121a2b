import type { Logger } from "../platform/log.ts";

type Stop = () => Promise<void>;

/** Runs `work` again and again, never twice at once; a failure is logged once and the next rounds try again. */
export const loop = (
  log: Logger,
  name: string,
  everyMs: number,
  work: () => Promise<unknown>,
): Stop => wakeableLoop(log, name, everyMs, work).stop;

/** The same, sooner when woken: while it works, another round follows at once. */
export function wakeableLoop(
  log: Logger,
  name: string,
  everyMs: number,
  work: () => Promise<unknown>,
): { wake: () => void; stop: Stop } {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  let again = false;
  const rest = () =>
    new Promise<void>((resolve) => {
      if (again) return resolve();
      wake = resolve;
      timer = setTimeout(resolve, everyMs);
    });
  const running = (async () => {
    let failing = false;
    while (!stop.signal.aborted) {
      again = false;
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
  const rouse = () => {
    again = true;
    clearTimeout(timer);
    wake?.();
  };
  return {
    wake: rouse,
    stop: async () => {
      stop.abort();
      rouse();
      await running;
    },
  };
}
