import { useSyncExternalStore } from "react";
import { z } from "zod";

const Preferences = z.object({
  theme: z.enum(["system", "light", "dark"]).default("light"),
  language: z.enum(["zh-CN", "en"]).default("zh-CN"),
  sound: z.boolean().default(false),
  /** Of the phone screens. */
  largeType: z.boolean().default(false),
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

export const usePreferences = (): Preferences =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, preferences);

const darkQuery = window.matchMedia("(prefers-color-scheme: dark)");
const subscribeDark = (listener: () => void) => {
  darkQuery.addEventListener("change", listener);
  return () => darkQuery.removeEventListener("change", listener);
};

/** Whether the page is dark now: light unless chosen otherwise. */
export function useDark(): boolean {
  const { theme } = usePreferences();
  const system = useSyncExternalStore(subscribeDark, () => darkQuery.matches);
  return theme === "system" ? system : theme === "dark";
}
