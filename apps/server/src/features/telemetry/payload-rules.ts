import type { DeviceProfile } from "@gezhi/contract/sensing.ts";
import {
  latestHours,
  mostAheadMs,
  mostPayloadBytes,
  type TelemetryFault,
} from "@gezhi/contract/telemetry.ts";
import { compilePaths, readPaths } from "./path-payload-rules.ts";
import {
  batteryOf,
  hasValue,
  instantOf,
  mostReal,
  noted,
  nothingYet,
  place,
  type CompiledProfile,
  type Found,
  type Understood,
} from "./payload-values-rules.ts";
import { readSenml } from "./senml-rules.ts";

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
    least: metrics.map(({ min }) => Math.max(min ?? -mostReal, -mostReal)),
    most: metrics.map(({ max }) => Math.min(max ?? mostReal, mostReal)),
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
