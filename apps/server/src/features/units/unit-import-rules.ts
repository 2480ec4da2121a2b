import {
  type Area as WrittenArea,
  Area,
  levelOf,
  UnitCode,
  type UnitLevel,
  UnitName,
} from "@gezhi/contract/units.ts";
import library from "gcoord";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { checkArea, type CleanArea } from "./area-rules.ts";

/** The package's types speak of a default export within the default export; at run time there is one. */
const gcoord = library as unknown as typeof library.default;

export type ImportFile = "csv" | "geojson";
export type ImportProblem = { file: ImportFile; line: number; message: string };
export type CoordinateSystem = "wgs84" | "gcj02";

export type ImportRow = {
  line: number;
  code: string;
  level: UnitLevel;
  name: string;
  shortName: string | undefined;
  point: { lon: number; lat: number } | undefined;
  validFrom: string | undefined;
  validTo: string | undefined;
  successor: string | undefined;
};

export type ImportArea = { line: number; code: string; area: CleanArea };

const mostRows = 20_000;
const headings: Record<string, string> = {
  编码: "code",
  名称: "name",
  简称: "short_name",
  层级: "level",
  上级: "parent",
  经度: "lon",
  纬度: "lat",
  生效日期: "valid_from",
  失效日期: "valid_to",
  继任单位: "successor",
};
/** Written by an export for readers; not taken back. */
const ignored = new Set(["area_km2", "approximate"]);
const columns = new Set([...Object.values(headings), ...ignored]);

/** Text of an upload; a file that is not UTF-8 is a problem on the line where that shows. */
export function decodeText(
  bytes: Uint8Array,
  file: ImportFile,
): { text: string; problems: ImportProblem[] } {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return {
      text: "",
      problems: [{ file, line: 1, message: "文件是 UTF-16 编码，请另存为 UTF-8 后再导入" }],
    };
  const body = first === 0xef && second === 0xbb && third === 0xbf ? bytes.subarray(3) : bytes;
  const problems: ImportProblem[] = [];
  const strict = new TextDecoder("utf-8", { fatal: true });
  try {
    return { text: strict.decode(body), problems };
  } catch {
    let line = 1;
    for (let start = 0; start <= body.length; line += 1) {
      const end = body.indexOf(10, start);
      const part = body.subarray(start, end === -1 ? body.length : end);
      if (!decodes(part))
        problems.push({
          file,
          line,
          message: "这一行不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8 后再导入",
        });
      if (end === -1) break;
      start = end + 1;
    }
    return { text: "", problems };
  }
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

type Converter = (lon: number, lat: number) => readonly [number, number];

const converters: Record<CoordinateSystem, Converter> = {
  wgs84: (lon, lat) => [lon, lat],
  gcj02: (lon, lat) => {
    const [x, y] = gcoord.transform([lon, lat], gcoord.GCJ02, gcoord.WGS84);
    return [x, y];
  },
};

/** Roughly around the city: what lies far outside is a slip, and swapped when it fits the other way round. */
export type Surroundings = { west: number; south: number; east: number; north: number };

const fits = ({ west, south, east, north }: Surroundings, lon: number, lat: number): boolean =>
  lon >= west && lon <= east && lat >= south && lat <= north;

function placeFault(around: Surroundings, lon: number, lat: number): string | undefined {
  if (fits(around, lon, lat)) return undefined;
  if (fits(around, lat, lon)) return "经度和纬度写反了";
  return `坐标 ${lon},${lat} 不在本市范围内`;
}

/** Each row with what its own cells say; every problem of each line. */
export function readUnitRows(
  text: string,
  system: CoordinateSystem,
  around: Surroundings,
): { rows: ImportRow[]; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const problem = (line: number, message: string) =>
    void problems.push({ file: "csv", line, message });
  const records: { line: number; cells: Record<string, string> }[] = [];
  let names: string[] | undefined;
  const parsed = parse(text, {
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: (error) => {
      problem(Number(error?.lines ?? 1), "这一行的引号或分隔符不正确");
      return undefined;
    },
  }) as unknown as { record: string[]; info: { lines: number } }[];
  for (const { record, info } of parsed) {
    if (!names) {
      names = readHeading(record, info.lines, problem);
      if (!names) return { rows: [], problems };
      continue;
    }
    if (record.length !== names.length)
      problem(info.lines, `这一行有 ${record.length} 列，标题有 ${names.length} 列`);
    else
      records.push({
        line: info.lines,
        cells: Object.fromEntries(names.map((name, index) => [name, record[index]!])),
      });
  }
  if (!names) problem(1, "文件没有标题行");
  if (records.length > mostRows) {
    problem(records[mostRows]!.line, `一次最多导入 ${mostRows} 个单位，请按区县分开导入`);
    return { rows: [], problems };
  }

  const seen = new Map<string, number>();
  const rows = records.flatMap(({ line, cells }): ImportRow[] => {
    const row = readRow(line, cells, system, around, problem);
    if (!row) return [];
    const key = `${row.code} ${row.validFrom ?? ""}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      problem(line, `${row.code} 与第 ${earlier} 行重复`);
      return [];
    }
    seen.set(key, line);
    return [row];
  });
  return { rows, problems };
}

type Problem = (line: number, message: string) => void;

function readHeading(record: string[], line: number, problem: Problem): string[] | undefined {
  const names = record.map((name) => headings[name] ?? name);
  for (const name of names) if (!columns.has(name)) problem(line, `不认识的列“${name}”`);
  for (const name of new Set(names))
    if (names.indexOf(name) !== names.lastIndexOf(name)) problem(line, `列“${name}”出现两次`);
  const missing = ["code", "name"].filter((name) => !names.includes(name));
  for (const name of missing) problem(line, `缺少列“${name}”`);
  return missing.length > 0 ? undefined : names;
}

function readRow(
  line: number,
  cells: Record<string, string>,
  system: CoordinateSystem,
  around: Surroundings,
  problem: Problem,
): ImportRow | undefined {
  const code = cells.code ?? "";
  if (!UnitCode.safeParse(code).success) {
    problem(line, `编码“${code}”不是 2、6、9、12、15 或 17 位数字`);
    return undefined;
  }
  const level = levelOf(code);
  let whole = true;
  const fault = (message: string) => {
    whole = false;
    problem(line, message);
  };
  if (cells.level && cells.level !== level)
    fault(`层级“${cells.level}”与编码位数不符，应为 ${level}`);
  const parent = code.slice(0, -1 * lastDigits[level]);
  if (cells.parent && cells.parent !== parent)
    fault(`上级“${cells.parent}”与编码不符，应为 ${parent}`);
  const name = nameIn(cells.name, "名称", fault);
  const shortName = cells.short_name ? nameIn(cells.short_name, "简称", fault) : undefined;
  const validFrom = dateIn(cells.valid_from, "生效日期", fault);
  const validTo = dateIn(cells.valid_to, "失效日期", fault);
  if (validFrom && validTo && validTo <= validFrom)
    fault(`失效日期 ${validTo} 不晚于生效日期 ${validFrom}`);
  const successor = cells.successor || undefined;
  if (successor && (!UnitCode.safeParse(successor).success || levelOf(successor) !== level))
    fault(`继任单位“${successor}”不是同级单位的编码`);
  if (successor === code) fault("继任单位不能是自己");
  if (successor && !validTo) fault("填写了继任单位，还要填写失效日期");
  const point = pointIn(cells, system, around, fault);
  if (!whole || !name) return undefined;
  return { line, code, level, name, shortName, point, validFrom, validTo, successor };
}

const lastDigits: Record<UnitLevel, number> = {
  city: 2,
  district: 4,
  town: 3,
  village: 3,
  grid: 3,
  microGrid: 2,
};

type Fault = (message: string) => void;

function nameIn(text: string | undefined, what: string, fault: Fault): string | undefined {
  if (!text) {
    fault(`${what}为空`);
    return undefined;
  }
  const parsed = UnitName.safeParse(text);
  if (!parsed.success)
    fault(`${what}“${text.slice(0, 20)}”不合格：最长 60 字，不能以 = + - @ 开头，不能含控制字符`);
  return parsed.data;
}

function dateIn(text: string | undefined, what: string, fault: Fault): string | undefined {
  if (!text) return undefined;
  const parsed = z.iso.date().safeParse(text);
  if (!parsed.success) fault(`${what}“${text}”不是 YYYY-MM-DD 形式的日期`);
  return parsed.data;
}

function pointIn(
  cells: Record<string, string>,
  system: CoordinateSystem,
  around: Surroundings,
  fault: Fault,
): ImportRow["point"] {
  const { lon: writtenLon, lat: writtenLat } = cells;
  if (!writtenLon && !writtenLat) return undefined;
  const decimal = /^-?\d{1,3}(\.\d+)?$/;
  if (!writtenLon || !writtenLat || !decimal.test(writtenLon) || !decimal.test(writtenLat)) {
    fault(`经纬度“${writtenLon ?? ""},${writtenLat ?? ""}”不是数字或缺一个`);
    return undefined;
  }
  const wrong = placeFault(around, Number(writtenLon), Number(writtenLat));
  if (wrong) {
    fault(wrong);
    return undefined;
  }
  const [lon, lat] = converters[system](Number(writtenLon), Number(writtenLat));
  return { lon: Math.round(lon * 1e6) / 1e6, lat: Math.round(lat * 1e6) / 1e6 };
}

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

function firstPlaceFault(area: WrittenArea, around: Surroundings): string | undefined {
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
