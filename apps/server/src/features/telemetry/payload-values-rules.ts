import type { DeviceProfile } from "@gezhi/contract/sensing.ts";
import type { TelemetryFault } from "@gezhi/contract/telemetry.ts";
import type { JSONPathQuery } from "json-p3";

type Step = { index: number; path: JSONPathQuery; scale: number; offset: number };

export type CompiledPaths = {
  at: { path: JSONPathQuery; unit: "iso" | "seconds" | "milliseconds" } | undefined;
  battery: JSONPathQuery | undefined;
  steps: readonly Step[];
};

/** A profile made ready for every message: indexes instead of names, paths parsed once. */
export type CompiledProfile = {
  code: string;
  personal: boolean;
  intervalMs: number;
  keys: readonly string[];
  index: ReadonlyMap<string, number>;
  /** What the physics allow, in the order of the metrics; infinite where nothing is said. */
  least: readonly number[];
  most: readonly number[];
  format: DeviceProfile["mapping"]["format"];
  names: Readonly<Record<string, string>>;
  paths: CompiledPaths | undefined;
};

/** Values in the order of the profile's metrics; NaN: not given. `at` NaN: the message names no instant. */
export type Reading = { at: number; values: number[] };
export type Found = { fault: TelemetryFault; metric?: string; value?: unknown };
export type Understood = {
  readings: Reading[];
  battery: number | undefined;
  faults: Found[] | undefined;
};

/** Float32 ends here; PostgreSQL's `real` would become infinite. */
export const mostReal = 3.4028234e38;
/** What is closer to nothing loses its digits. */
const leastReal = 1.2e-38;
/** Puts one value in its place, or says why not. */
export function place(
  profile: CompiledProfile,
  values: number[],
  metric: string,
  raw: unknown,
  faults: Found[] | undefined,
): Found[] | undefined {
  const index = profile.index.get(metric);
  if (index === undefined) return noted(faults, { fault: "unknownMetric", metric });
  return placeAt(profile, values, index, raw, faults);
}

export function placeAt(
  profile: CompiledProfile,
  values: number[],
  index: number,
  raw: unknown,
  faults: Found[] | undefined,
): Found[] | undefined {
  const value = typeof raw === "number" ? raw : raw === true ? 1 : raw === false ? 0 : Number.NaN;
  if (value >= profile.least[index]! && value <= profile.most[index]!) {
    // PostgreSQL refuses as text what it takes for nothing as a number.
    values[index] = Math.abs(value) < leastReal ? 0 : value;
    return faults;
  }
  const metric = profile.keys[index]!;
  const rubbish = !Number.isFinite(value) || Math.abs(value) > mostReal;
  return noted(faults, { fault: rubbish ? "notANumber" : "outOfRange", metric, value: raw });
}

export function noted(faults: Found[] | undefined, found: Found): Found[] {
  if (!faults) return [found];
  faults.push(found);
  return faults;
}

export function nothingYet(profile: CompiledProfile): number[] {
  const values: number[] = [];
  for (let index = 0; index < profile.keys.length; index++) values.push(Number.NaN);
  return values;
}

export function hasValue(values: readonly number[]): boolean {
  for (let index = 0; index < values.length; index++)
    if (values[index] === values[index]) return true;
  return false;
}

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** Epoch milliseconds of ISO 8601 text with its offset; NaN otherwise. */
export const instantOf = (text: string): number => (iso.test(text) ? Date.parse(text) : Number.NaN);

/** undefined: what is there is no battery level. */
export const batteryOf = (raw: unknown): number | undefined =>
  typeof raw === "number" && raw >= 0 && raw <= 100 ? raw : undefined;
