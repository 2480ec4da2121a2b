import type { CoordinateSystem } from "@gezhi/contract/units.ts";
import { Area, UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import { type FoundFeature, readCollection } from "../../platform/feature-collection.ts";
import { gently } from "../../platform/gently.ts";
import { checkArea, type CleanArea } from "./area-rules.ts";
import { converters } from "../../platform/coordinates.ts";
import { type ImportProblem, placeFault, type Surroundings } from "./import-file-rules.ts";

export type ImportArea = { line: number; code: string; area: CleanArea };

const Feature = z.object({
  type: z.literal("Feature"),
  properties: z.object({ code: z.union([z.string(), z.number()]).transform(String) }),
  geometry: z.unknown(),
});

/** Each feature's area, checked by itself; `properties.code` says whose it is. */
export async function readUnitAreas(
  text: string,
  system: CoordinateSystem,
  around: Surroundings,
): Promise<{ areas: ImportArea[]; problems: ImportProblem[] }> {
  const areas: ImportArea[] = [];
  const problems: ImportProblem[] = [];
  const problem = (line: number, message: string) =>
    void problems.push({ file: "geojson", line, message });
  let features: FoundFeature[] | undefined;
  try {
    features = await readCollection(text);
  } catch (error) {
    problem(lineOfSyntaxError(text, error), "不是完整的 JSON，可能上传中断或多了逗号");
    return { areas, problems };
  }
  if (!features) {
    problem(1, "不是 GeoJSON 的 FeatureCollection");
    return { areas, problems };
  }
  const seen = new Map<string, number>();
  for await (const found of gently(features)) {
    const { area, faults } = readArea(found, seen, system, around);
    for (const fault of faults) problem(found.line, fault);
    if (area) areas.push(area);
  }
  return { areas, problems };
}

function readArea(
  { line, feature: written }: FoundFeature,
  seen: Map<string, number>,
  system: CoordinateSystem,
  around: Surroundings,
): { area?: ImportArea; faults: string[] } {
  const feature = Feature.safeParse(written);
  if (!feature.success) return { faults: ["要素没有 properties.code，不知道属于哪个单位"] };
  const { code } = feature.data.properties;
  const earlier = seen.get(code);
  if (earlier !== undefined) return { faults: [`${code} 的边界与第 ${earlier} 行重复`] };
  seen.set(code, line);
  if (!UnitCode.safeParse(code).success)
    return { faults: [`编码“${code}”不是 2、6、9、12、15 或 17 位数字`] };
  if (feature.data.geometry === null) return { faults: [`${code} 没有边界`] };
  const geometry = Area.safeParse(feature.data.geometry);
  if (!geometry.success)
    return { faults: [`${code} 的边界不是 Polygon 或 MultiPolygon，或坐标不是数字`] };
  const wrong = firstPlaceFault(geometry.data, around);
  if (wrong) return { faults: [`${code}：${wrong}`] };
  const { area, faults } = checkArea(geometry.data, converters[system]);
  const named = faults.map((fault) => `${code}：${fault}`);
  return area ? { area: { line, code, area }, faults: named } : { faults: named };
}

function firstPlaceFault(area: Area, around: Surroundings): string | undefined {
  const rings = area.type === "Polygon" ? area.coordinates : area.coordinates.flat();
  for (const [lon = Number.NaN, lat = Number.NaN] of rings.flat()) {
    const fault = placeFault(around, lon, lat);
    if (fault) return fault;
  }
  return undefined;
}

function lineOfSyntaxError(text: string, error: unknown): number {
  const position = /position (\d+)/.exec(String(error))?.[1];
  const upTo = position === undefined ? text : text.slice(0, Number(position));
  return upTo.split("\n").length;
}
