import type { DeviceState } from "@gezhi/contract/devices.ts";

export type Heard = { retired: boolean; seenAt: number; intervalMs: number };

/** Late over twice its interval, offline over ten times; a device that sends only when something happens stays online. */
export function stateOf({ retired, seenAt, intervalMs }: Heard, now: number): DeviceState {
  if (retired) return "retired";
  if (seenAt === 0) return "silent";
  const silentMs = now - seenAt;
  if (intervalMs === 0 || silentMs <= 2 * intervalMs) return "online";
  return silentMs <= 10 * intervalMs ? "late" : "offline";
}
