import { useSyncExternalStore } from "react";

let current: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

/** Incidents whose alarm is popping up right now: they need no second line and no second sound. */
export function coverIncidents(incidents: readonly string[]): void {
  current = new Set(incidents);
  listeners.forEach((listener) => listener());
}

export const useCovered = (): ReadonlySet<string> =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
