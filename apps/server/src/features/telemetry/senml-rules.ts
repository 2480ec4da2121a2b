import {
  batteryOf,
  hasValue,
  noted,
  nothingYet,
  place,
  type CompiledProfile,
  type Found,
  type Reading,
  type Understood,
} from "./payload-values-rules.ts";

/** RFC 8428, 4.5.3: a time below this counts from now, in seconds. */
const relativeBelow = 2 ** 28;
/** RFC 8428, 4.4: the version this document defines. */
const version = 10;
const known = new Set([
  "bn",
  "bt",
  "bu",
  "bv",
  "bs",
  "bver",
  "n",
  "u",
  "v",
  "vs",
  "vb",
  "vd",
  "s",
  "t",
  "ut",
]);

const numberOf = (raw: unknown, fallback: number): number =>
  raw === undefined ? fallback : typeof raw === "number" ? raw : Number.NaN;
const textOf = (raw: unknown, fallback: string): string | undefined =>
  raw === undefined ? fallback : typeof raw === "string" ? raw : undefined;

/** A SenML pack: base fields hold until the next record that gives them; one reading for each instant. */
export function readSenml(profile: CompiledProfile, parsed: unknown, now: number): Understood {
  const broken = (): Understood => ({
    readings: [],
    battery: undefined,
    faults: [{ fault: "malformed" }],
  });
  if (!Array.isArray(parsed) || parsed.length === 0) return broken();
  const byInstant = new Map<number, Reading>();
  let faults: Found[] | undefined;
  let battery: number | undefined;
  let baseName = "";
  let baseTime = 0;
  let baseValue = 0;
  for (const record of parsed as unknown[]) {
    if (typeof record !== "object" || record === null) return broken();
    const field = record as Record<string, unknown>;
    // A field that ends in "_" must be understood, and none is (RFC 8428, 4.4).
    for (const key in field) if (key.endsWith("_") && !known.has(key)) return broken();
    if (numberOf(field["bver"], version) > version) return broken();
    const base = textOf(field["bn"], baseName);
    const own = textOf(field["n"], "");
    baseTime = numberOf(field["bt"], baseTime);
    baseValue = numberOf(field["bv"], baseValue);
    const time = baseTime + numberOf(field["t"], 0);
    if (base === undefined || own === undefined || !Number.isFinite(time)) return broken();
    baseName = base;
    const value = valueOf(field, baseValue);
    // Base fields alone make no measurement.
    if (value === undefined) continue;
    const metric = profile.names[own] ?? profile.names[baseName + own] ?? (own || baseName);
    if (metric === "battery" && !profile.index.has(metric)) {
      battery = batteryOf(value) ?? battery;
      continue;
    }
    const at =
      time === 0 && field["t"] === undefined && baseTime === 0
        ? Number.NaN
        : Math.floor(time < relativeBelow ? now + time * 1000 : time * 1000);
    const reading = byInstant.get(at) ?? { at, values: nothingYet(profile) };
    byInstant.set(at, reading);
    faults = place(profile, reading.values, metric, value, faults);
  }
  const readings = [...byInstant.values()].filter(({ values }) => hasValue(values));
  // A pack may come unordered; the rules want time to run forwards.
  readings.sort((a, b) => a.at - b.at);
  if (readings.length === 0 && battery === undefined && !faults)
    faults = noted(faults, { fault: "malformed" });
  return { readings, battery, faults };
}

function valueOf(field: Record<string, unknown>, baseValue: number): unknown {
  if (field["v"] !== undefined)
    return typeof field["v"] === "number" ? field["v"] + baseValue : field["v"];
  if (field["vb"] !== undefined) return field["vb"];
  return field["vs"] ?? field["vd"] ?? field["s"];
}
