import { useSyncExternalStore } from "react";
import { z } from "zod";

const key = "gezhi.acknowledged";
const keptMs = 3 * 86_400_000;
const Stored = z.record(z.string(), z.number());
type Acknowledged = z.infer<typeof Stored>;

function load(): Acknowledged {
  try {
    return Stored.parse(JSON.parse(localStorage.getItem(key) ?? "{}"));
  } catch {
    return {};
  }
}

let current = load();
const listeners = new Set<() => void>();
const publish = () => listeners.forEach((listener) => listener());
window.addEventListener("storage", (event) => {
  if (event.key !== key) return;
  current = load();
  publish();
});

/** "I have seen it": on this computer, for three days. It ends the flashing, not the clock. */
export function acknowledge(incidents: readonly string[], now = Date.now()): void {
  const fresh = incidents.filter((id) => current[id] === undefined);
  if (fresh.length === 0) return;
  const kept = Object.entries(current).filter(([, at]) => now - at < keptMs);
  current = Object.fromEntries([...kept, ...fresh.map((id) => [id, now] as const)]);
  localStorage.setItem(key, JSON.stringify(current));
  publish();
}

export const useAcknowledged = (): Acknowledged =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
