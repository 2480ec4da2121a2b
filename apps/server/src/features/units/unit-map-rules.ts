import { Area, UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import { checkArea, type CleanArea } from "./area-rules.ts";
import {
  type CoordinateSystem,
  converters,
  type ImportProblem,
  placeFault,
  type Surroundings,
} from "./import-file-rules.ts";

export type ImportArea = { line: number; code: string; area: CleanArea };

const Collection = z.object({
  type: z.literal("FeatureCollection"),
  features: z.array(z.unknown()),
});
const Feature = z.object({
  type: z.literal("Feature"),
  properties: z.object({ code: z.union([z.string(), z.number()]).transform(String) }),
  geometry: z.unknown(),
});

/** Each feature's area, checked by itself; `properties.code` says whose it is. */
export function readUnitAreas(
  text: string,
  system: CoordinateSystem,
  around: Surroundings,
): { areas: ImportArea[]; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const problem = (line: number, message: string) =>
    void problems.push({ file: "geojson", line, message });
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (error) {
    problem(lineOfSyntaxError(text, error), "不是完整的 JSON，可能上传中断或多了逗号");
    return { areas: [], problems };
  }
  const collection = Collection.safeParse(written);
  if (!collection.success) {
    problem(1, "不是 GeoJSON 的 FeatureCollection");
    return { areas: [], problems };
  }
  const lines = linesOfFeatures(text, collection.data.features.length);
  const seen = new Map<string, number>();
  const areas = collection.data.features.flatMap((item, index): ImportArea[] => {
    const line = lines[index] ?? 1;
    const feature = Feature.safeParse(item);
    if (!feature.success) {
      problem(line, "要素没有 properties.code，不知道属于哪个单位");
      return [];
    }
    const { code } = feature.data.properties;
    const earlier = seen.get(code);
    if (earlier !== undefined) {
      problem(line, `${code} 的边界与第 ${earlier} 行重复`);
      return [];
    }
    seen.set(code, line);
    if (!UnitCode.safeParse(code).success) {
      problem(line, `编码“${code}”不是 2、6、9、12、15 或 17 位数字`);
      return [];
    }
    if (feature.data.geometry === null) {
      problem(line, `${code} 没有边界`);
      return [];
    }
    const geometry = Area.safeParse(feature.data.geometry);
    if (!geometry.success) {
      problem(line, `${code} 的边界不是 Polygon 或 MultiPolygon，或坐标不是数字`);
      return [];
    }
    const wrong = firstPlaceFault(geometry.data, around);
    if (wrong) {
      problem(line, `${code}：${wrong}`);
      return [];
    }
    const { area, faults } = checkArea(geometry.data, converters[system]);
    for (const fault of faults) problem(line, `${code}：${fault}`);
    return area ? [{ line, code, area }] : [];
  });
  return { areas, problems };
}

function firstPlaceFault(area: Area, around: Surroundings): string | undefined {
  const rings = area.type === "Polygon" ? area.coordinates : area.coordinates.flat();
  for (const [lon = Number.NaN, lat = Number.NaN] of rings.flat()) {
    const fault = placeFault(around, lon, lat);
    if (fault) return fault;
  }
  return undefined;
}

/** On which line each element of `features` begins. */
function linesOfFeatures(text: string, count: number): number[] {
  const lines: number[] = [];
  let index = text.indexOf("[", text.indexOf('"features"')) + 1;
  let line = 1;
  for (let before = 0; before < index; before += 1) if (text[before] === "\n") line += 1;
  let depth = 0;
  let quoted = false;
  for (; index < text.length && lines.length <= count; index += 1) {
    const sign = text[index];
    if (sign === "\n") line += 1;
    else if (quoted) {
      if (sign === "\\") index += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === "{" || sign === "[") {
      if (depth === 0 && sign === "{") lines.push(line);
      depth += 1;
    } else if (sign === "}" || sign === "]") depth -= 1;
    if (depth < 0) break;
  }
  return lines;
}

function lineOfSyntaxError(text: string, error: unknown): number {
  const position = /position (\d+)/.exec(String(error))?.[1];
  const upTo = position === undefined ? text : text.slice(0, Number(position));
  return upTo.split("\n").length;
}
