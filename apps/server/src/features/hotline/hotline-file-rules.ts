import { SubmitReport } from "@gezhi/contract/reports.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { v5 } from "uuid";

/** The headings of an import, what they are for, and what else they are called. */
export const columns = {
  number: { title: "工单编号", also: ["工单号", "受理编号", "编号"], example: "YZ20261122000123" },
  system: { title: "来源系统", also: ["来源"], example: "12345" },
  calledAt: { title: "来电时间", also: ["受理时间", "诉求时间"], example: "2026-11-22 09:30" },
  name: { title: "来电人", also: ["诉求人", "姓名"], example: "李女士" },
  phone: { title: "联系电话", also: ["来电号码", "电话"], example: "13900000000" },
  text: {
    title: "诉求内容",
    also: ["内容", "诉求描述"],
    example: "小区门口井盖松动，车辆经过有异响",
  },
  address: { title: "诉求地址", also: ["地址", "事发地址"], example: "解放碑街道临江路社区12号" },
  unit: { title: "单位编码", also: ["区划代码", "网格编码"], example: "500103" },
  category: { title: "事件类别", also: ["类别", "类别编码"], example: "井盖移位异响沉降" },
  urgency: { title: "紧急程度", also: ["等级"], example: "黄" },
  lon: { title: "经度", also: [], example: "106.57703" },
  lat: { title: "纬度", also: [], example: "29.55722" },
} as const;
export type Column = keyof typeof columns;
export type HotlineRow = Partial<Record<Column, string>>;

const needed: readonly Column[] = ["number", "text"];
const names = Object.keys(columns) as Column[];

/** With a byte order mark, so that spreadsheet programs read it as UTF-8. */
export const template = `\uFEFF${names.map((name) => columns[name].title).join(",")}\r\n${names.map((name) => columns[name].example).join(",")}\r\n`;

export type Encoding = "UTF-8" | "GB18030";

/** UTF-8 when the bytes are that, else the encoding of older office programs. */
export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    return { text: new TextDecoder("gb18030").decode(bytes), encoding: "GB18030" };
  }
}

export type Headings =
  | { ok: true; columns: (Column | undefined)[] }
  | { ok: false; message: string };

/** Which column each heading is; unknown headings are let be. */
export function readHeadings(headings: readonly string[]): Headings {
  const found = headings.map((heading) => {
    const plain = heading.replace(/^\uFEFF/u, "").trim();
    return names.find(
      (name) =>
        columns[name].title === plain || (columns[name].also as readonly string[]).includes(plain),
    );
  });
  const missing = needed
    .filter((name) => !found.includes(name))
    .map((name) => `“${columns[name].title}”`);
  if (missing.length)
    return { ok: false, message: `缺少必需的列 ${missing.join("、")}，请按模板填写表头` };
  const twice = found.find((name, index) => name !== undefined && found.indexOf(name) !== index);
  if (twice) return { ok: false, message: `“${columns[twice].title}”一列出现了两次，请删去一列` };
  return { ok: true, columns: found };
}

const urgencies: Record<string, Urgency> = {
  红: "red",
  橙: "orange",
  黄: "yellow",
  蓝: "blue",
  特急: "red",
  紧急: "orange",
  较急: "yellow",
  一般: "blue",
};
const namespace = "7d2b6c0e-5e0f-4c58-9c53-0d5f7a1f6a11";
const defaultSystem = "12345";

export type Read = { ok: true; report: SubmitReport } | { ok: false; message: string };

/** The report of a row, or what is wrong with it. `categoryCode` finds a category by its code or name. */
export function readRow(
  row: HotlineRow,
  categoryCode: (named: string) => string | undefined,
  hasUnit: (code: string) => boolean,
): Read {
  const value = (name: Column): string => row[name]?.trim() ?? "";
  const problems: string[] = [];
  const wrong = (name: Column, what: string) => problems.push(`${columns[name].title}${what}`);

  if (!value("number")) wrong("number", "不能为空");
  if (!value("text")) wrong("text", "不能为空");
  const phone = value("phone").replaceAll(/[\s-]/gu, "");
  if (phone && !/^(?:1\d{10}|0\d{9,11})$/.test(phone))
    wrong("phone", `“${value("phone")}”不是手机号或座机号`);
  const category = value("category") ? categoryCode(value("category")) : undefined;
  if (value("category") && !category) wrong("category", `“${value("category")}”不在事件目录中`);
  const urgency = value("urgency") ? urgencies[value("urgency").replace(/色.*$/u, "")] : undefined;
  if (value("urgency") && !urgency) wrong("urgency", `“${value("urgency")}”应为红、橙、黄、蓝之一`);
  const seenAt = value("calledAt") ? chinaTime(value("calledAt")) : undefined;
  if (value("calledAt") && !seenAt)
    wrong("calledAt", `“${value("calledAt")}”应写作 2026-11-22 09:30`);
  if (value("unit") && !/^\d{2}(\d{4}(\d{3}(\d{3}(\d{3}(\d{2})?)?)?)?)?$/.test(value("unit")))
    wrong("unit", `“${value("unit")}”应为 2、6、9、12、15 或 17 位数字`);
  else if (value("unit") && !hasUnit(value("unit")))
    wrong("unit", `“${value("unit")}”不是本市的区县、镇街、村社或网格`);
  const lon = Number(value("lon"));
  const lat = Number(value("lat"));
  const hasPosition = value("lon") !== "" || value("lat") !== "";
  if (hasPosition && !(value("lon") && value("lat") && Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
    problems.push("经度、纬度须同时填写，且为十进制度数");
  if (problems.length) return { ok: false, message: problems.join("；") };

  const system = value("system") || defaultSystem;
  const report = SubmitReport.safeParse({
    clientId: v5(JSON.stringify([system, row]), namespace),
    source: "hotline",
    text: value("text"),
    address: value("address"),
    foreign: { system, number: value("number") },
    reporter: { ...(value("name") ? { name: value("name") } : {}), ...(phone ? { phone } : {}) },
    ...(category ? { category } : {}),
    ...(urgency ? { urgency } : {}),
    ...(seenAt ? { seenAt } : {}),
    ...(value("unit") ? { unit: value("unit") } : {}),
    ...(hasPosition ? { position: { lon, lat }, positionSource: "pin" } : {}),
  });
  if (report.success) return { ok: true, report: report.data };
  return {
    ok: false,
    message: report.error.issues
      .map(({ path, message }) => `${titleOf(path[0])}：${message}`)
      .join("；"),
  };
}

const titleOf = (field: PropertyKey | undefined): string => {
  const known: Record<string, Column> = {
    text: "text",
    address: "address",
    foreign: "number",
    reporter: "name",
    unit: "unit",
    position: "lon",
  };
  const column = known[String(field)];
  return column ? columns[column].title : String(field);
};

/** `2026-11-22 09:30`, `2026/11/22 9:30:05`; the wall clock of China. */
function chinaTime(text: string): string | undefined {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(
    text,
  );
  if (!match) return undefined;
  const [, year = "", month = "", day = "", hour = "0", minute = "00", second = "00"] = match;
  const two = (part: string) => part.padStart(2, "0");
  const at = new Date(`${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}+08:00`);
  const sameDay =
    !Number.isNaN(at.getTime()) &&
    new Date(at.getTime() + 8 * 3_600_000).getUTCDate() === Number(day);
  return sameDay ? at.toISOString() : undefined;
}
