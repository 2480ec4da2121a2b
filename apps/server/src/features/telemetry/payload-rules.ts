import type { DeviceProfile } from "@gezhi/contract/sensing.ts";
import {
  latestHours,
  mostAheadMs,
  mostPayloadBytes,
  type TelemetryFault,
} from "@gezhi/contract/telemetry.ts";
import { compilePaths, readPaths, type CompiledPaths } from "./path-payload-rules.ts";
import { readSenml } from "./senml-rules.ts";

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
const mostReal = 3.4028234e38;
/** Instants in one message. */
const mostInstants = 1000;

export function compileProfile(profile: DeviceProfile): CompiledProfile {
  const { code, metrics, mapping, personal, intervalSeconds } = profile;
  const keys = metrics.map(({ key }) => key);
  const index = new Map(keys.map((key, at) => [key, at]));
  return {
    code,
    personal,
    intervalMs: intervalSeconds * 1000,
    keys,
    index,
    least: metrics.map(({ min }) => min ?? -mostReal),
    most: metrics.map(({ max }) => max ?? mostReal),
    format: mapping.format,
    names: mapping.format === "senml" ? mapping.names : {},
    paths: mapping.format === "paths" ? compilePaths(mapping, index) : undefined,
  };
}

const refused = (fault: TelemetryFault): Understood => ({
  readings: [],
  battery: undefined,
  faults: [{ fault }],
});

/** What a message says, with everything that is wrong with it; never throws. */
export function readPayload(profile: CompiledProfile, payload: Buffer, now: number): Understood {
  if (payload.length > mostPayloadBytes) return refused("oversized");
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload.toString());
  } catch {
    return refused("malformed");
  }
  return readParsed(profile, parsed, now);
}

export function readParsed(profile: CompiledProfile, parsed: unknown, now: number): Understood {
  const understood =
    profile.format === "plain"
      ? readPlain(profile, parsed)
      : profile.format === "senml"
        ? readSenml(profile, parsed, now)
        : readPaths(profile, parsed);
  if (understood.readings.length > mostInstants) return refused("oversized");
  for (const { at } of understood.readings)
    if (at > now + mostAheadMs || at < now - latestHours * 3_600_000)
      return withoutImpossible(understood, now);
  return understood;
}

function withoutImpossible(understood: Understood, now: number): Understood {
  const faults = understood.faults ?? [];
  const readings = understood.readings.filter(({ at }) => {
    if (at > now + mostAheadMs) faults.push({ fault: "future", value: at });
    else if (at < now - latestHours * 3_600_000) faults.push({ fault: "tooOld", value: at });
    else return true;
    return false;
  });
  return { ...understood, readings, faults };
}

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
    values[index] = value;
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

function readPlain(profile: CompiledProfile, parsed: unknown): Understood {
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    return refused("malformed");
  const { at, values: given, battery } = parsed as Record<string, unknown>;
  let instant = Number.NaN;
  if (at !== undefined && at !== null) {
    instant =
      typeof at === "number" ? Math.floor(at) : typeof at === "string" ? instantOf(at) : Number.NaN;
    if (!Number.isFinite(instant)) return refused("malformed");
  }
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return refused("malformed");
  const values = nothingYet(profile);
  let faults: Found[] | undefined;
  for (const metric in given)
    faults = place(profile, values, metric, (given as Record<string, unknown>)[metric], faults);
  const level = batteryOf(battery);
  if (battery !== undefined && battery !== null && level === undefined)
    faults = noted(faults, { fault: "outOfRange", metric: "battery", value: battery });
  return {
    readings: hasValue(values) ? [{ at: instant, values }] : [],
    battery: level,
    faults,
  };
}
