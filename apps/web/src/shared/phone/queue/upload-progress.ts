import { useSyncExternalStore } from "react";
import { observeProgress } from "./flusher.ts";

let shares: ReadonlyMap<string, number> = new Map();
const listeners = new Set<() => void>();

observeProgress((item, share) => {
  const next = new Map(shares);
  if (share === null) next.delete(item);
  else next.set(item, Math.round(share * 100));
  shares = next;
  listeners.forEach((listener) => listener());
});

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Percent of an item's bytes that have left; null when it is not on its way from this page. */
export const useProgress = (item: string): number | null =>
  useSyncExternalStore(subscribe, () => shares.get(item) ?? null);
