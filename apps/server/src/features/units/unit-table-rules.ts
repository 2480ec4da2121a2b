import type { CoordinateSystem } from "@gezhi/contract/units.ts";
import { levelOf, UnitCode, type UnitLevel, UnitName } from "@gezhi/contract/units.ts";
import { z } from "zod";
import { readRecords } from "../../platform/csv-table.ts";
import { gently } from "../../platform/gently.ts";
import { converters } from "../../platform/coordinates.ts";
import { type ImportProblem, placeFault, type Surroundings } from "./import-file-rules.ts";

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

/** Each row with what its own cells say; every problem of each line. */
export async function readUnitRows(
  text: string,
  system: CoordinateSystem,
  around: Surroundings,
): Promise<{ rows: ImportRow[]; problems: ImportProblem[] }> {
  const problems: ImportProblem[] = [];
  const problem = (line: number, message: string) =>
    void problems.push({ file: "csv", line, message });
  const records: { line: number; record: string[] }[] = [];
  let names: string[] | undefined;
  for (const { record, line } of await readRecords(text, problem)) {
    if (!names) {
      names = readHeading(record, line, problem);
      if (!names) return { rows: [], problems };
      continue;
    }
    if (record.length !== names.length)
      problem(line, `这一行有 ${record.length} 列，标题有 ${names.length} 列`);
    else records.push({ line, record });
  }
  if (!names) {
    problem(1, "文件没有标题行");
    return { rows: [], problems };
  }
  if (records.length > mostRows) {
    problem(records[mostRows]!.line, `一次最多导入 ${mostRows} 个单位，请按区县分开导入`);
    return { rows: [], problems };
  }

  const seen = new Map<string, number>();
  const rows: ImportRow[] = [];
  for await (const { line, record } of gently(records)) {
    const cells = Object.fromEntries(names.map((name, index) => [name, record[index]!]));
    const row = readRow(line, cells, system, around, problem);
    if (!row) continue;
    const key = `${row.code} ${row.validFrom ?? ""}`;
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, line);
      rows.push(row);
    } else problem(line, `${row.code} 与第 ${earlier} 行重复`);
  }
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
