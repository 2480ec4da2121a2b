import { flushQueue, syncTag } from "./flusher.ts";
import { sweepQueue } from "./queue-commands.ts";
import "./upload-progress.ts";

type SyncManager = { register: (tag: string) => Promise<void> };

/** Has the queue sent now, and by the browser later when the page is closed and the browser can do so. */
export function sendSoon(): void {
  void flushQueue();
  void askForSync();
}

async function askForSync(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  const { sync } = (registration ?? {}) as { sync?: SyncManager };
  // Present does not mean permitted; the timer below does without.
  await sync?.register(syncTag).catch(() => undefined);
}

const everyMs = 30_000;
let started = false;

/** Sends when the network comes back, when the page is looked at, and every thirty seconds. */
export function startQueue(): void {
  if (started) return;
  started = true;
  window.addEventListener("online", () => void flushQueue());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void flushQueue();
  });
  setInterval(() => void flushQueue(), everyMs);
  void sweepQueue(Date.now());
  void flushQueue();
}

/** Asks the browser not to clear what is kept when the disk runs low. Best after a tap, when it is worth something. */
export async function keepForGood(): Promise<void> {
  await navigator.storage?.persist?.();
}
