import { useSyncExternalStore } from "react";
import { z } from "zod";

const Preferences = z.object({
  theme: z.enum(["system", "light", "dark"]).default("light"),
  language: z.enum(["zh-CN", "en"]).default("zh-CN"),
  sound: z.boolean().default(false),
  /** Of the phone screens. */
  largeType: z.boolean().default(false),
  /** Houses on the map never stand on this machine. */
  flatBuildings: z.boolean().default(false),
});
export type Preferences = z.infer<typeof Preferences>;

const key = "gezhi.preferences";
const listeners = new Set<() => void>();

function load(): Preferences {
  try {
    return Preferences.parse(JSON.parse(localStorage.getItem(key) ?? "{}"));
  } catch {
    return Preferences.parse({});
  }
}

let current = load();
const publish = () => listeners.forEach((listener) => listener());
window.addEventListener("storage", (event) => {
  if (event.key !== key) return;
  current = load();
  publish();
});

export const preferences = (): Preferences => current;

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(key, JSON.stringify(current));
  publish();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, preferences);

const darkQuery = window.matchMedia("(prefers-color-scheme: dark)");
const subscribeDark = (listener: () => void) => {
  darkQuery.addEventListener("change", listener);
  return () => darkQuery.removeEventListener("change", listener);
};

let alwaysDark = false;
/** A screen on a wall is dark whatever the person at its keyboard prefers. */
export function keepDark(on: boolean): void {
  alwaysDark = on;
  publish();
}

/** Whether the page is dark now: light unless chosen otherwise. */
export function useDark(): boolean {
  const { theme } = usePreferences();
  const kept = useSyncExternalStore(subscribe, () => alwaysDark);
  const system = useSyncExternalStore(subscribeDark, () => darkQuery.matches);
  if (kept) return true;
  return theme === "system" ? system : theme === "dark";
}
