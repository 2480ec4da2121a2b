import type { DeviceProfile, PayloadMapping } from "@gezhi/contract/sensing.ts";
import { compile, type JSONPathQuery, type JSONValue } from "json-p3";
import {
  batteryOf,
  hasValue,
  instantOf,
  noted,
  nothingYet,
  placeAt,
  type CompiledPaths,
  type CompiledProfile,
  type Found,
  type Understood,
} from "./payload-values-rules.ts";

type Paths = Extract<PayloadMapping, { format: "paths" }>;
/** Why a path is none, in the words of its parser; undefined: it is one. */
export function pathFault(path: string): string | undefined {
  try {
    compile(path);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Every path of a profile that is none. */
export function pathFaultsOf({ mapping }: DeviceProfile): { path: string; message: string }[] {
  if (mapping.format !== "paths") return [];
  const all = [
    ["at", mapping.at?.path] as const,
    ["battery", mapping.battery] as const,
    ...mapping.metrics.map(({ path }, index) => [`metrics.${index}`, path] as const),
  ];
  return all.flatMap(([field, path]) =>
    path === undefined || pathFault(path) === undefined
      ? []
      : [{ path: `mapping.${field}.path`, message: `不是有效的 JSON 路径：${path}` }],
  );
}

/** Paths that cannot be read find nothing: a profile that is wrong must not stop the others. */
const compiled = (path: string): JSONPathQuery =>
  pathFault(path) === undefined ? compile(path) : compile("$['']['']");

export const compilePaths = (
  mapping: Paths,
  index: ReadonlyMap<string, number>,
): CompiledPaths => ({
  at: mapping.at && { path: compiled(mapping.at.path), unit: mapping.at.unit },
  battery: mapping.battery === undefined ? undefined : compiled(mapping.battery),
  steps: mapping.metrics.flatMap(({ metric, path, scale, offset }) => {
    const place = index.get(metric);
    return place === undefined ? [] : [{ index: place, path: compiled(path), scale, offset }];
  }),
});

const broken = (): Understood => ({
  readings: [],
  battery: undefined,
  faults: [{ fault: "malformed" }],
});

export function readPaths(profile: CompiledProfile, parsed: unknown): Understood {
  const { paths } = profile;
  if (!paths || typeof parsed !== "object" || parsed === null) return broken();
  try {
    return readAll(profile, paths, parsed as JSONValue);
  } catch {
    // A filter may meet a document that it cannot be asked of.
    return broken();
  }
}

function readAll(profile: CompiledProfile, paths: CompiledPaths, document: JSONValue): Understood {
  let at = Number.NaN;
  if (paths.at) {
    const raw = paths.at.path.match(document)?.value;
    if (raw !== undefined) {
      at = timeOf(raw, paths.at.unit);
      if (!Number.isFinite(at)) return broken();
    }
  }
  const values = nothingYet(profile);
  let faults: Found[] | undefined;
  for (const { index, path, scale, offset } of paths.steps) {
    const raw = path.match(document)?.value;
    if (raw === undefined) continue;
    const scaled = scale !== 1 || offset !== 0;
    const value = scaled && typeof raw === "number" ? raw * scale + offset : raw;
    faults = placeAt(profile, values, index, value, faults);
  }
  const battery = batteryOf(paths.battery?.match(document)?.value);
  const found = hasValue(values);
  if (!found && battery === undefined && !faults) faults = noted(faults, { fault: "malformed" });
  return { readings: found ? [{ at, values }] : [], battery, faults };
}

function timeOf(raw: unknown, unit: "iso" | "seconds" | "milliseconds"): number {
  if (unit === "iso") return typeof raw === "string" ? instantOf(raw) : Number.NaN;
  const number = typeof raw === "number" ? raw : typeof raw === "string" ? Number(raw) : Number.NaN;
  return Math.floor(unit === "seconds" ? number * 1000 : number);
}
