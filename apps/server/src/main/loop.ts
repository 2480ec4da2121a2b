import type { Logger } from "../platform/log.ts";

type Stop = () => Promise<void>;

/** Runs `work` again and again, never twice at once; a failure is logged and the next round tries again. */
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
    while (!stop.signal.aborted) {
      again = false;
      try {
        await work();
      } catch (error) {
        log.error({ err: error, job: name }, "a job failed, trying again");
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
