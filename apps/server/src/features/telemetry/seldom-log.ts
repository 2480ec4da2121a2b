import type { Logger } from "../../platform/log.ts";

const everyMs = 60_000;
const mostKeys = 10_000;

/** A warning about one cause at most once a minute: who misbehaves must not fill the log. */
export function seldomLog(log: Logger, now: () => number) {
  const last = new Map<string, number>();
  return (key: string, fields: Record<string, unknown>, message: string): void => {
    const at = now();
    if (at - (last.get(key) ?? -everyMs) < everyMs) return;
    if (last.size >= mostKeys) last.clear();
    last.set(key, at);
    log.warn(fields, message);
  };
}
