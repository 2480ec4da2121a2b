import type { PastCaseImportResult } from "@gezhi/contract/hot-spots.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { gently } from "../../platform/gently.ts";
import { readTableRows } from "../../platform/csv-table.ts";

type Problem = PastCaseImportResult["problems"][number];
export type PastCase = {
  line: number;
  system: string;
  number: string;
  category: string;
  happenedAt: string;
  lon: number;
  lat: number;
  address: string;
  simulated: boolean;
};
export type PastFile = { cases: PastCase[]; problems: Problem[] };

const mostLines = 5_000;
const columns = {
  来源系统: "system",
  编号: "number",
  事件类别: "category",
  发生时间: "happenedAt",
  经度: "lon",
  纬度: "lat",
  地址: "address",
  模拟: "simulated",
} as const;
const required = ["编号", "事件类别", "发生时间", "经度", "纬度"];

/** With a byte order mark, so that spreadsheet programs read it as UTF-8. */
export const pastTemplate = `\uFEFF${Object.keys(columns).join(",")}\r\n12345,CG20260612001,井盖破损,2026-06-12 09:30,105.59442,29.40512,昌州街道昌龙大道12号,\r\n`;

/** `codeOf` finds a category by its code or its name. */
export async function readPastCases(
  text: string,
  now: number,
  codeOf: (named: string) => string | undefined,
): Promise<PastFile> {
  const file: PastFile = { cases: [], problems: [] };
  const fault = (line: number, column: string, message: string) =>
    void file.problems.push({ line, column, message });
  const seen = new Map<string, number>();
  const rows = await readTableRows(text, { columns, required, mostLines }, fault);
  for await (const { line, cells } of gently(rows)) {
    const before = file.problems.length;
    const system = cells.system || "历史台账";
    const number = cells.number ?? "";
    if (!/^[\p{L}\p{N}._/-]{1,60}$/u.test(number))
      fault(line, "编号", "编号为 1–60 位字母、数字、点、横线、斜线或下划线");
    if (!/^[\p{L}\p{N}._-]{1,30}$/u.test(system))
      fault(line, "来源系统", "来源系统为 1–30 位文字、字母或数字");
    const twice = seen.get(`${system} ${number}`);
    if (twice !== undefined) fault(line, "编号", `与第 ${twice} 行相同`);
    seen.set(`${system} ${number}`, line);
    const category = codeOf(cells.category ?? "");
    if (!category) fault(line, "事件类别", `“${cells.category ?? ""}”不在事件目录中`);
    const happenedAt = chinaTime(cells.happenedAt ?? "");
    if (!happenedAt) fault(line, "发生时间", "发生时间写成 2026-06-12 09:30");
    else if (Date.parse(happenedAt) > now) fault(line, "发生时间", "发生时间不能晚于现在");
    const [lon, lat] = [Number(cells.lon), Number(cells.lat)];
    if (!cells.lon || !cells.lat || Number.isNaN(lon + lat))
      fault(line, "经度", "经度和纬度为十进制度数（WGS-84）");
    const address = cells.address ?? "";
    if (address.length > 200) fault(line, "地址", "地址最长 200 字");
    if (cells.simulated && cells.simulated !== "是") fault(line, "模拟", "写“是”或留空");
    if (file.problems.length === before && category && happenedAt)
      file.cases.push({
        line,
        system,
        number,
        category,
        happenedAt,
        lon,
        lat,
        address,
        simulated: cells.simulated === "是",
      });
  }
  return file;
}

/** The wall clock of China; undefined for what is no day or time. A day alone is its noon. */
function chinaTime(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?: (\d{1,2}:\d{2}))?$/.exec(text.replaceAll("/", "-"));
  if (!match) return undefined;
  const [, day = "", time = "12:00"] = match;
  const at = Date.parse(`${day}T${time.padStart(5, "0")}:00+08:00`);
  return !Number.isNaN(at) && civilDateAt(at) === day
    ? `${day}T${time.padStart(5, "0")}:00+08:00`
    : undefined;
}
