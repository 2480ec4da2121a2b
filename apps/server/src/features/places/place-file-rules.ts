import { SavePlace, type PlaceGeometry, type PlaceImportResult } from "@gezhi/contract/places.ts";
import { converters, type Converter } from "../../platform/coordinates.ts";
import { csvLine } from "../../platform/csv.ts";
import { readTableRows, type TableFault as Fault } from "../../platform/csv-table.ts";
import { readCollection } from "../../platform/feature-collection.ts";
import { gently } from "../../platform/gently.ts";
import { kindNames, pointOf } from "./place-rules.ts";

type Problem = PlaceImportResult["problems"][number];
export type PlaceLine = { line: number; place: SavePlace };
export type PlaceFile = { lines: PlaceLine[]; problems: Problem[] };

const mostLines = 20_000;

/** Column of a table → part of the place. */
const columns = {
  编码: "code",
  名称: "name",
  类别: "kind",
  标签: "tags",
  经度: "lon",
  纬度: "lat",
  线: "path",
  地址: "address",
  备注: "note",
  联系人: "contactName",
  联系电话: "contactPhone",
  开始日期: "validFrom",
  结束日期: "validTo",
} as const;
export const headings = Object.keys(columns);
const required = ["编码", "名称", "类别", "开始日期"];
type Cells = Partial<Record<(typeof columns)[keyof typeof columns], string>>;

const expected: Record<string, string> = {
  code: "编码为 2–64 位字母、数字、点、横线或下划线",
  name: "名称必填，最长 60 字，不能以 = + - @ 开头",
  kind: `类别为：${Object.values(kindNames).join("、")}`,
  tags: "标签最多 10 个，每个最长 20 字，用分号隔开",
  geometry: "填写经度和纬度；线填写“线”列：106.5 29.5;106.6 29.6",
  address: "地址最长 200 字",
  note: "备注最长 500 字",
  contactName: "联系人最长 50 字",
  contactPhone: "联系电话为手机号，或带区号的座机号",
  validFrom: "日期写成 2026-01-31",
  validTo: "日期写成 2026-01-31",
};
const titleOf = (part: string): string =>
  part === "geometry"
    ? "经度"
    : (Object.entries(columns).find(([, key]) => key === part)?.[0] ?? part);

/** All places of a file, each with the line it stands in, and every problem there is. */
async function gather(
  convert: Converter,
  read: (fault: Fault) => Promise<Iterable<{ line: number; value: unknown }>>,
): Promise<PlaceFile> {
  const file: PlaceFile = { lines: [], problems: [] };
  const fault: Fault = (line, column, message) =>
    void file.problems.push({ line, column, message });
  const seen = new Map<string, number>();
  for await (const { line, value } of gently(await read(fault))) {
    const parsed = SavePlace.safeParse(value);
    if (!parsed.success) {
      const parts = new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? "")));
      for (const part of parts) fault(line, titleOf(part), expected[part] ?? "内容不合格");
      continue;
    }
    const earlier = seen.get(parsed.data.code);
    if (earlier === undefined) {
      seen.set(parsed.data.code, line);
      const geometry = converted(parsed.data.geometry, convert);
      file.lines.push({ line, place: { ...parsed.data, geometry } });
    } else fault(line, "编码", `${parsed.data.code} 与第 ${earlier} 条重复`);
  }
  return file;
}

const converted = (geometry: PlaceGeometry, convert: Converter): PlaceGeometry => {
  const pair = ([lon, lat]: readonly [number, number]): [number, number] => [...convert(lon, lat)];
  return geometry.type === "Point"
    ? { ...geometry, coordinates: pair(geometry.coordinates) }
    : { ...geometry, coordinates: geometry.coordinates.map(pair) };
};

/** The heading is line 1. */
export const readTable = (text: string, convert = converters.wgs84): Promise<PlaceFile> =>
  gather(convert, async (fault) => {
    const rows = await readTableRows(text, { columns, required, mostLines }, fault);
    return rows.values().map(({ line, cells }) => ({ line, value: placeOf(cells) }));
  });

const kindOf = (text: string | undefined): string | undefined =>
  Object.entries(kindNames).find(([kind, name]) => kind === text || name === text)?.[0];

const placeOf = (cells: Cells): unknown => ({
  code: cells.code,
  name: cells.name,
  kind: kindOf(cells.kind),
  tags: (cells.tags ?? "")
    .split(/[;；]/)
    .map((tag) => tag.trim())
    .filter(Boolean),
  geometry: geometryOf(cells),
  address: cells.address ?? "",
  note: cells.note ?? "",
  // An export carries no contact: an empty cell keeps what is there.
  contactName: cells.contactName || undefined,
  contactPhone: cells.contactPhone || undefined,
  validFrom: cells.validFrom,
  validTo: cells.validTo || null,
});

const geometryOf = ({ lon, lat, path }: Cells): unknown =>
  path
    ? {
        type: "LineString",
        coordinates: path.split(/[;；]/).map((point) => point.trim().split(/\s+/).map(Number)),
      }
    : lon && lat
      ? { type: "Point", coordinates: [Number(lon), Number(lat)] }
      : undefined;

type Feature = { geometry?: unknown; properties?: Record<string, unknown> | null } | null;

/** A line is the number of a feature, from 1. */
export const readFeatures = (text: string, convert = converters.wgs84): Promise<PlaceFile> =>
  gather(convert, async (fault) => {
    const { features, problem } = await readCollection(text).then(
      (found) => ({
        features: found ?? [],
        problem: found ? undefined : "GeoJSON 的最外层应是 FeatureCollection",
      }),
      () => ({ features: [], problem: "不是有效的 JSON 文件" }),
    );
    const tooMany =
      features.length > mostLines ? `一次最多导入 ${mostLines} 条，请分成几个文件` : undefined;
    const refused = problem ?? tooMany;
    if (refused) fault(1, "", refused);
    return refused
      ? []
      : features.values().map(({ feature }, at) => ({
          line: at + 1,
          value: placeOfFeature(feature as Feature),
        }));
  });

function placeOfFeature(feature: Feature): unknown {
  const { kind, ...more } = feature?.properties ?? {};
  const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== null));
  return {
    ...given,
    kind: typeof kind === "string" ? kindOf(kind) : undefined,
    geometry: feature?.geometry,
  };
}

/** A line an import takes back; contacts are left out: an export leaves the house. */
export function tableLine(place: SavePlace): string {
  const { geometry } = place;
  const { lon, lat } = pointOf(geometry);
  const isPoint = geometry.type === "Point";
  return csvLine([
    place.code,
    place.name,
    kindNames[place.kind],
    place.tags.join(";"),
    isPoint ? String(lon) : "",
    isPoint ? String(lat) : "",
    isPoint ? "" : written(geometry),
    place.address,
    place.note,
    "",
    "",
    place.validFrom,
    place.validTo ?? "",
  ]);
}

const written = ({ coordinates }: Extract<PlaceGeometry, { type: "LineString" }>): string =>
  coordinates.map((point) => point.join(" ")).join(";");

export const featureOf = ({ geometry, ...properties }: SavePlace) => ({
  type: "Feature" as const,
  geometry,
  properties,
});
