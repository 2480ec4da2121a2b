import type { WearState } from "@gezhi/contract/handouts.ts";
import type { DeviceProfile } from "@gezhi/contract/sensing.ts";

/** Measured on the body alone: a device that sends them is on somebody. */
const bodyMetrics = ["heartRate", "spo2"];
const wornMetric = "worn";

/** So long a device that is worn may say nothing of the body: arms move, and sensors lose the skin. */
export const leastFreshMs = 30 * 60_000;

/** Where a profile says of the body and of the wrist, counted as the database counts; null: nothing says so. */
export function wearPlaces({ code, metrics, intervalSeconds }: DeviceProfile) {
  const at = (key: string) => metrics.findIndex((metric) => metric.key === key) + 1 || null;
  const body = bodyMetrics.flatMap((key) => at(key) ?? [])[0];
  if (body === undefined) return null;
  return { code, body, wrist: at(wornMetric), freshMs: freshFor(intervalSeconds) };
}

const freshFor = (intervalSeconds: number): number =>
  Math.max(leastFreshMs, 3 * intervalSeconds * 1000);

export function wearOf(
  { wornAt, lastSeenAt }: { wornAt: number | null; lastSeenAt: number | null },
  freshMs: number,
  now: number,
): WearState {
  if (wornAt !== null && now - wornAt <= freshMs) return "worn";
  return lastSeenAt !== null && now - lastSeenAt <= freshMs ? "notWorn" : "noData";
}
