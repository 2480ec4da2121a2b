import type { Logger } from "../platform/log.ts";

/** Runs `work` again and again, never twice at once; a failure is logged and the next round tries again. */
export function loop(
  log: Logger,
  name: string,
  everyMs: number,
  work: () => Promise<unknown>,
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  const rest = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, everyMs);
    });
  const running = (async () => {
    while (!stopped) {
      try {
        await work();
      } catch (error) {
        log.error({ err: error, job: name }, "a job failed, trying again");
      }
      if (!stopped) await rest();
    }
  })();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    wake?.();
    await running;
  };
}
