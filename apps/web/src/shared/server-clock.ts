import { useCallback, useSyncExternalStore } from "react";

let offset = 0;

/**
 * Keeps the difference between the server's clock and this machine's. `at` is a Date header (whole seconds)
 * or an ISO instant. Differences below the precision of the header are left alone, so that figures do not tremble.
 */
export function noteServerTime(at: string | null, tripMs: number): void {
  const server = at ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(server)) return;
  const measured = server + 500 + tripMs / 2 - Date.now();
  if (Math.abs(measured - offset) > 1500) offset = measured;
}

/** Milliseconds of the server's clock: limits are never judged by the clock of a desk computer. */
export const serverNow = (): number => Date.now() + offset;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((each) => each()), 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Re-renders only when `read` gives another value; one timer serves the whole page. */
export function useTicking<T extends string | number | boolean>(read: (now: number) => T): T {
  const snapshot = useCallback(() => read(serverNow()), [read]);
  return useSyncExternalStore(subscribe, snapshot);
}
