import { type DeviceImportResult, SaveDevice } from "@gezhi/contract/devices.ts";
import type { LevelValues } from "@gezhi/contract/sensing.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { converters, type Converter } from "../../platform/coordinates.ts";
import { readTableRows } from "../../platform/csv-table.ts";
import { gently } from "../../platform/gently.ts";

type Problem = DeviceImportResult["problems"][number];
export type DeviceLine = { line: number; device: SaveDevice };

const mostLines = 20_000;

/** Column of the file → how its text becomes a part of the device. */
const columns = {
  编码: "code",
  名称: "name",
  类型: "profile",
  单位: "unit",
  经度: "lon",
  纬度: "lat",
  地址: "address",
  保护对象: "place",
  姓名: "personName",
  年龄: "personAge",
  家属: "familyName",
  家属电话: "familyPhone",
  同意日期: "consentAt",
  权属: "owner",
  网关: "gateway",
  校准日期: "calibratedOn",
  下次校准: "calibrationDueOn",
  个别阈值: "overrides",
} as const;
export const headings = Object.keys(columns);
const required = ["编码", "名称", "类型", "单位"];
type Cells = Record<(typeof columns)[keyof typeof columns], string>;

/** Every line with what its own cells say, and every problem of each; the heading is line 1. */
export async function readDeviceFile(
  text: string,
  convert = converters.wgs84,
): Promise<{ lines: DeviceLine[]; problems: Problem[] }> {
  const problems: Problem[] = [];
  const fault = (line: number, column: string, message: string) =>
    void problems.push({ line, column, message });
  const rows = await readTableRows(text, { columns, required, mostLines }, fault);
  const seen = new Map<string, number>();
  const lines: DeviceLine[] = [];
  for await (const { line, cells } of gently(rows)) {
    const device = readCells(cells as Cells, (column, message) => fault(line, column, message));
    if (!device) continue;
    const earlier = seen.get(device.code);
    if (earlier === undefined) {
      seen.set(device.code, line);
      lines.push({ line, device: { ...device, position: converted(device.position, convert) } });
    } else fault(line, "编码", `${device.code} 与第 ${earlier} 行重复`);
  }
  return { lines, problems };
}

const converted = (
  position: SaveDevice["position"],
  convert: Converter,
): SaveDevice["position"] => {
  if (!position) return position;
  const [lon, lat] = convert(position.lon, position.lat);
  return { lon, lat };
};

const titleOf = (path: string): string => {
  const part = { position: "lon", protects: "place" }[path] ?? path;
  return Object.entries(columns).find(([, key]) => key === part)?.[0] ?? "";
};

function readCells(
  cells: Cells,
  fault: (column: string, message: string) => void,
): SaveDevice | undefined {
  const optional = (text: string | undefined) => text || undefined;
  const overrides = readOverrides(cells.overrides ?? "", fault);
  if (Boolean(cells.lon) !== Boolean(cells.lat)) {
    fault("经度", "经度和纬度要一起填写");
    return undefined;
  }
  const parsed = SaveDevice.safeParse({
    code: cells.code,
    name: cells.name,
    profile: cells.profile,
    unit: cells.unit,
    position: cells.lon ? { lon: Number(cells.lon), lat: Number(cells.lat) } : null,
    address: cells.address ?? "",
    protects: {
      place: cells.place ?? "",
      personName: optional(cells.personName),
      personAge: cells.personAge ? Number(cells.personAge) : undefined,
      familyName: optional(cells.familyName),
      familyPhone: optional(cells.familyPhone),
    },
    consentAt: cells.consentAt ? `${cells.consentAt}T00:00:00+08:00` : null,
    owner: cells.owner ?? "",
    gateway: optional(cells.gateway) ?? null,
    calibratedOn: optional(cells.calibratedOn) ?? null,
    calibrationDueOn: optional(cells.calibrationDueOn) ?? null,
    overrides: overrides ?? {},
  });
  if (parsed.success) return overrides ? parsed.data : undefined;
  for (const { path } of parsed.error.issues) {
    const part = String(path[0] === "protects" ? path[1] : path[0]);
    fault(titleOf(part), expected[part] ?? "内容不合格");
  }
  return undefined;
}

const expected: Record<string, string> = {
  code: "编码为 2–64 位字母、数字、点、横线或下划线",
  name: "名称必填，最长 60 字",
  profile: "类型为设备类型代码，如 SE01",
  unit: "单位为镇街、村社或网格的编码",
  position: "经纬度为十进制度数",
  personAge: "年龄为 0–130 的整数",
  consentAt: "日期写成 2026-01-31",
  calibratedOn: "日期写成 2026-01-31",
  calibrationDueOn: "日期写成 2026-01-31",
  gateway: "网关为另一台设备的编码",
};

const override =
  /^([A-Z]{2}\d{2,4}):((?:(?:红|橙|黄|蓝)=-?\d+(?:\.\d+)?)(?:,(?:红|橙|黄|蓝)=-?\d+(?:\.\d+)?)*)$/;
const levels = { 红: "red", 橙: "orange", 黄: "yellow", 蓝: "blue" } as const;

/** `SE33:红=38,橙=42;SE3301:红=150`. */
function readOverrides(
  text: string,
  fault: (column: string, message: string) => void,
): Record<string, LevelValues> | undefined {
  const entries: [string, LevelValues][] = [];
  for (const part of text.split(";").filter(Boolean)) {
    const [, rule, values] = override.exec(part.trim()) ?? [];
    if (!rule || !values) {
      fault("个别阈值", "写成 SE33:红=38,橙=42，多条规则用分号隔开");
      return undefined;
    }
    const pairs = values.split(",").map((pair) => pair.split("=") as [keyof typeof levels, string]);
    entries.push([
      rule,
      Object.fromEntries(pairs.map(([level, value]) => [levels[level], Number(value)])),
    ]);
  }
  return Object.fromEntries(entries);
}

const writtenOverrides = (overrides: Record<string, LevelValues>): string =>
  Object.entries(overrides)
    .map(
      ([rule, values]) =>
        `${rule}:${Object.entries(levels)
          .filter(([, level]) => values[level] !== undefined)
          .map(([name, level]) => `${name}=${values[level]}`)
          .join(",")}`,
    )
    .join(";");

/** A cell that a spreadsheet would run as a formula is written as text. */
const cell = (value: string): string => {
  const text = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A line an import takes back; persons are left out: an export leaves the house. */
export const deviceLine = (device: SaveDevice): string =>
  [
    device.code,
    device.name,
    device.profile,
    device.unit,
    String(device.position?.lon ?? ""),
    String(device.position?.lat ?? ""),
    device.address,
    device.protects.place,
    "",
    "",
    "",
    "",
    device.consentAt === null ? "" : civilDateAt(Date.parse(device.consentAt)),
    device.owner,
    device.gateway ?? "",
    device.calibratedOn ?? "",
    device.calibrationDueOn ?? "",
    writtenOverrides(device.overrides),
  ]
    .map(cell)
    .join(",");
