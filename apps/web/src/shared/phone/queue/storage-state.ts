import { useSyncExternalStore } from "react";
import { queueDb } from "./queue-db.ts";

let works = true;
const listeners = new Set<() => void>();

queueDb.open().catch(() => {
  works = false;
  listeners.forEach((listener) => listener());
});

/** False where the browser lets a page keep nothing, as some private windows do. */
export const useStorageWorks = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => works,
  );
