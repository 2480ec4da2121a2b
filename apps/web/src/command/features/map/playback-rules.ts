import { historyDays } from "@gezhi/contract/map.ts";

export const speeds = [1, 10, 60, 300, 600] as const;
export type Speed = (typeof speeds)[number];

export const stepMs = 60_000;
const dayMs = 86_400_000;

export const earliest = (now: number): number =>
  Math.ceil((now - historyDays * dayMs) / stepMs) * stepMs;

/** Within what can be asked for. */
export const clampInstant = (at: number, now: number): number =>
  Math.min(Math.max(at, earliest(now)), now);

/** Where play goes on after some real milliseconds; it ends at now. */
export function advance(at: number, speed: Speed, elapsedMs: number, now: number) {
  const next = clampInstant(at + elapsedMs * speed, now);
  return { at: next, ended: next >= now };
}
