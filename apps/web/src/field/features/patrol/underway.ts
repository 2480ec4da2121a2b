import { useSyncExternalStore } from "react";
import type { Underway } from "./patrol-track-rules.ts";

/** On this phone, so that a reload, a flat battery or a day without a signal loses nothing. */
const keyOf = (account: string) => `gezhi.patrol.${account}`;
const listeners = new Set<() => void>();
const held = new Map<string, Underway | null>();

function read(account: string): Underway | null {
  const known = held.get(account);
  if (known !== undefined) return known;
  let found: Underway | null = null;
  try {
    found = JSON.parse(localStorage.getItem(keyOf(account)) ?? "null") as Underway | null;
  } catch {
    // Unreadable is none.
  }
  held.set(account, found);
  return found;
}

export function setUnderway(account: string, next: Underway | null): void {
  held.set(account, next);
  try {
    if (next) localStorage.setItem(keyOf(account), JSON.stringify(next));
    else localStorage.removeItem(keyOf(account));
  } catch {
    // Then it lasts as long as this page.
  }
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  // Another tab began or ended it.
  const stored = ({ key }: StorageEvent) => {
    if (!key?.startsWith("gezhi.patrol.")) return;
    held.clear();
    listener();
  };
  listeners.add(listener);
  window.addEventListener("storage", stored);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", stored);
  };
};

export const underwayOf = read;
/** The patrol that goes on on this phone, or null. */
export const useUnderway = (account: string): Underway | null =>
  useSyncExternalStore(subscribe, () => read(account));
