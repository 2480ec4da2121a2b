import type { KnownDevice, Standing } from "./known-device.ts";

/** What is older than this when it arrives is kept for the charts and judged no more. */
export const lateMs = 10 * 60_000;

export type Admitted = { at: number; offset: number; standing: Standing };

/**
 * Where a reading stands in the device's time. The device's newest instant moves on. A device without a clock of its
 * own gets the server's, never the same instant twice.
 */
export function admit(
  device: KnownDevice,
  given: number,
  values: readonly number[],
  now: number,
): Admitted {
  let offset = 0;
  while (offset < values.length && values[offset] !== values[offset]) offset += 1;
  const at =
    given === given ? given : Math.max(now, device.lastAt + (device.lastAt - now < 1000 ? 1 : 0));
  if (at > device.lastAt) {
    device.lastAt = at;
    device.lastOffsets = 1 << offset;
    return { at, offset, standing: now - at > lateMs ? "late" : "judged" };
  }
  if (at < device.lastAt || (device.lastOffsets & (1 << offset)) !== 0)
    return { at, offset, standing: "aside" };
  device.lastOffsets |= 1 << offset;
  return { at, offset, standing: now - at > lateMs ? "late" : "judged" };
}
