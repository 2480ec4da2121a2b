import type { Area, UnitImportAnswer } from "@gezhi/contract/units.ts";
import { asChineseMap } from "./unit-import-testing.ts";
import { mostAtOnce } from "../../platform/gently.ts";
import { turnsDuring } from "../../platform/testing/turns.ts";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { exportCsv, exportGeoJson } from "./unit-export.ts";
import { importUnits } from "./unit-import-commands.ts";
import { planChanges } from "./unit-plan-rules.ts";
import { readUnitRows } from "./unit-table-rules.ts";
import { administratorOf, openUnitBench, type UnitBench } from "./unit-testing.ts";

const village = "500103001017";
const today = "2026-11-22";
const now = Date.parse(`${today}T10:00:00+08:00`);

let bench: UnitBench;
beforeAll(async () => {
  bench = await openUnitBench();
  bench.setNow(now);
});
afterAll(() => bench.drop());
afterEach(async () => {
  await bench.owner.deleteFrom("units").where("valid_from", ">", "2020-01-01").execute();
  await bench.owner.updateTable("units").set({ valid_to: null, successor: null }).execute();
});

type Files = { csv?: string | Uint8Array; geojson?: unknown; coordinates?: "wgs84" | "gcj02" };

const bytes = (content: string | Uint8Array) =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;

const run = (
  { csv, geojson, coordinates = "wgs84" }: Files,
  dryRun = true,
  admin = "50",
): Promise<UnitImportAnswer> =>
  importUnits(
    bench.context,
    administratorOf(admin),
    {
      csv: csv === undefined ? undefined : bytes(csv),
      geojson:
        geojson === undefined
          ? undefined
          : bytes(typeof geojson === "string" ? geojson : JSON.stringify(geojson)),
      coordinates,
    },
    { dryRun },
  );

const problemsOf = async (files: Files, admin = "50") => {
  const { problems, ok, applied } = await run(files, false, admin);
  expect({ ok, applied }).toEqual({ ok: problems.length === 0, applied: problems.length === 0 });
  return problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
};

const csv = (...rows: string[]) => `code,name,valid_from,valid_to,successor\n${rows.join("\n")}\n`;
const feature = (code: string, geometry: Area | null) => ({
  type: "Feature",
  properties: { code },
  geometry,
});
const collection = (...features: unknown[]) =>
  `{"type":"FeatureCollection","features":[\n${features.map((one) => JSON.stringify(one)).join(",\n")}\n]}`;

async function whole(parts: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const part of parts) text += part;
  return text;
}

async function areaOf(code: string): Promise<Area> {
  const row = await bench.owner
    .selectFrom("unit_boundaries")
    .select("boundary")
    .where("code", "=", code)
    .executeTakeFirstOrThrow();
  return row.boundary as unknown as Area;
}

const countUnits = async () =>
  (await bench.owner.selectFrom("units").select(["code", "valid_from"]).execute()).length;

describe("an export", () => {
  test("can be imported again and changes nothing", async () => {
    const files = {
      csv: await whole(exportCsv(bench.db, "500103", today)),
      geojson: await whole(exportGeoJson(bench.db, "500103", today)),
    };

    const answer = await run(files, false);

    expect(answer).toMatchObject({
      ok: true,
      applied: true,
      problems: [],
      changes: 0,
      created: 0,
      ended: 0,
    });
    expect(answer.unchanged).toBeGreaterThan(800);
  });
});

describe("the table", () => {
  test("every fault is reported with its line, and nothing is written", async () => {
    const before = await countUnits();
    const table = [
      "code,name,level,parent,lon,lat,valid_from,valid_to,successor",
      "50010300,甲,,,,,,,",
      `${village},,,,,,,,`,
      `${village},=cmd(),village,500103001,,,,,`,
      `${village},乙社区,grid,500103002,29.55,106.57,,,`,
      "500103999001,丙社区,,,,,,,",
      "500103001098,丁社区,,,12.5,40.1,,,",
      "500103001097,戊社区,,,x,29.5,,,",
      "500103001096,己社区,,,,,2026-13-01,,",
      "500103001095,庚社区,,,,,2027-01-01,2026-12-01,",
      "500103001094,辛社区,,,,,,,500103001",
      "500103001093,壬社区",
    ].join("\n");

    expect(await problemsOf({ csv: table })).toEqual([
      "csv:2 编码“50010300”不是 2、6、9、12、15 或 17 位数字",
      "csv:3 名称为空",
      "csv:4 名称“=cmd()”不合格：最长 60 字，不能以 = + - @ 开头，不能含控制字符",
      "csv:5 层级“grid”与编码位数不符，应为 village",
      "csv:5 上级“500103002”与编码不符，应为 500103001",
      "csv:5 经度和纬度写反了",
      "csv:6 500103999001 丙社区 缺少边界",
      "csv:7 坐标 12.5,40.1 不在本市范围内",
      "csv:8 经纬度“x,29.5”不是数字或缺一个",
      "csv:9 生效日期“2026-13-01”不是 YYYY-MM-DD 形式的日期",
      "csv:10 失效日期 2026-12-01 不晚于生效日期 2027-01-01",
      "csv:11 继任单位“500103001”不是同级单位的编码",
      "csv:11 填写了继任单位，还要填写失效日期",
      "csv:12 这一行有 2 列，标题有 9 列",
    ]);
    expect(await countUnits()).toBe(before);
  });

  test("a code twice names the first line", async () => {
    expect(
      await problemsOf({ csv: csv(`${village},捍卫路社区居民委员会,,,`, `${village},捍卫路,,,`) }),
    ).toEqual([`csv:3 ${village} 与第 2 行重复`]);
  });

  test("an unknown parent, and a new unit without a boundary", async () => {
    const square = {
      type: "Polygon",
      coordinates: [
        [
          [106.5, 29.5],
          [106.51, 29.5],
          [106.51, 29.51],
          [106.5, 29.5],
        ],
      ],
    } as Area;

    const problems = await problemsOf({
      csv: csv("500103999001,丙社区,,,", "500103001098,丁社区,,,"),
      geojson: collection(feature("500103999001", square)),
    });

    expect(problems).toEqual([
      `csv:2 上级单位 500103999 不存在，或在 ${today} 已撤销`,
      "csv:3 500103001098 丁社区 缺少边界",
    ]);
  });

  test("what a spreadsheet makes of it: a mark in front is fine, GBK and UTF-16 are named", async () => {
    const row = csv(`${village},捍卫路社区居民委员会,,,`);
    const gbk = new Uint8Array([...bytes("code,name\n500103001017,"), 0xba, 0xb4, 0xce, 0xc0, 10]);
    const utf16 = new Uint8Array([0xff, 0xfe, 0x63, 0x00]);

    expect(await problemsOf({ csv: `\uFEFF${row}` })).toEqual([]);
    expect(await problemsOf({ csv: gbk })).toEqual([
      "csv:2 这一行不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8 后再导入",
    ]);
    expect(await problemsOf({ csv: utf16 })).toEqual([
      "csv:1 文件是 UTF-16 编码，请另存为 UTF-8 后再导入",
    ]);
  });

  test("a heading that is not known or missing, a quote that does not end", async () => {
    expect(await problemsOf({ csv: "code,title\n500103,渝中区\n" })).toEqual([
      "csv:1 不认识的列“title”",
      "csv:1 缺少列“name”",
    ]);
    expect(await problemsOf({ csv: csv(`${village},"捍卫路`) })).toEqual([
      expect.stringMatching(/^csv:\d 这一行的引号或分隔符不正确$/),
    ]);
    expect(await problemsOf({ csv: "" })).toEqual(["csv:1 文件没有标题行"]);
  });

  test("too many rows are refused before they are looked at", async () => {
    const rows = Array.from(
      { length: 20_001 },
      (_, index) => `${500_103_000_000_000 + index},第一网格,,,`,
    );

    expect(await problemsOf({ csv: csv(...rows) })).toEqual([
      "csv:20002 一次最多导入 20000 个单位，请按区县分开导入",
    ]);
  });

  test("however many rows, others get their turn while they are read and planned", async () => {
    const around = { west: 105, south: 28, east: 111, north: 33 };
    const codes = Array.from({ length: 900 }, (_, n) => `500103001017${n + 100}01`);
    const text = csv(...codes.map((code) => `${code},院落,,,`));
    let rows: Awaited<ReturnType<typeof readUnitRows>>["rows"] = [];
    const reading = await turnsDuring(async () => {
      ({ rows } = await readUnitRows(text, "wgs84", around));
    });
    expect(rows).toHaveLength(codes.length);
    expect(reading).toBeGreaterThanOrEqual((2 * codes.length) / mostAtOnce);

    const wishes = rows.map((row) => ({ ...row, area: undefined, approximate: false }));
    const planning = await turnsDuring(() => planChanges(wishes, new Map(), today));
    expect(planning).toBeGreaterThanOrEqual((2 * codes.length) / mostAtOnce);
  });

  test("units of somebody else's are refused by line", async () => {
    expect(await problemsOf({ csv: csv("500108102,涂山镇,,,") }, "500103")).toEqual([
      "csv:2 您不是 500108102 的系统管理员，不能修改",
    ]);
  });
});

describe("the map", () => {
  test("faults of shape and place are reported on the line of the feature", async () => {
    const ring = (...corners: [number, number][]): Area => ({
      type: "Polygon",
      coordinates: [corners],
    });
    const map = collection(
      feature("500103001017001", null),
      { type: "Feature", properties: {}, geometry: null },
      feature("500103001017002", ring([106.5, 29.5], [106.6, 29.6], [106.6, 29.5])),
      feature(
        "500103001017003",
        ring([106.5, 29.5], [106.6, 29.6], [106.6, 29.5], [106.5, 29.57], [106.5, 29.5]),
      ),
      feature("500103001017004", ring([29.5, 106.5], [29.6, 106.6], [29.6, 106.5], [29.5, 106.5])),
      feature("500103001017004", ring([106.5, 29.5], [106.6, 29.6], [106.6, 29.5], [106.5, 29.5])),
      feature("50010", ring([106.5, 29.5], [106.6, 29.6], [106.6, 29.5], [106.5, 29.5])),
      {
        type: "Feature",
        properties: { code: "500103001017005" },
        geometry: { type: "Point", coordinates: [106.5, 29.5] },
      },
      feature("500103001099", ring([106.5, 29.5], [106.6, 29.6], [106.6, 29.5], [106.5, 29.5])),
    );

    expect(await problemsOf({ geojson: map })).toEqual([
      "geojson:2 500103001017001 没有边界",
      "geojson:3 要素没有 properties.code，不知道属于哪个单位",
      "geojson:4 500103001017002：边界外环没有闭合（首尾两点应相同）",
      expect.stringMatching(/^geojson:5 500103001017003：边界自相交，在 106\.\d+,29\.\d+ 附近$/),
      "geojson:6 500103001017004：经度和纬度写反了",
      "geojson:7 500103001017004 的边界与第 6 行重复",
      "geojson:8 编码“50010”不是 2、6、9、12、15 或 17 位数字",
      "geojson:9 500103001017005 的边界不是 Polygon 或 MultiPolygon，或坐标不是数字",
      "geojson:10 没有这个单位，文件里也没有它的名称",
    ]);
  });

  test("an upload that broke off names the line where it ends", async () => {
    expect(await problemsOf({ geojson: '{"type":"FeatureCollection",\n"features":[\n{' })).toEqual([
      "geojson:3 不是完整的 JSON，可能上传中断或多了逗号",
    ]);
  });

  test("grids that overlap, leave a gap or reach outside are named", async () => {
    const [first, second] = ["500103001017001", "500103001017002"];
    const moved = (area: Area, east: number): Area => ({
      type: "Polygon",
      coordinates: (area as Extract<Area, { type: "Polygon" }>).coordinates.map((ring) =>
        ring.map(([lon, lat]) => [lon! + east, lat!]),
      ),
    });

    const problems = await problemsOf({
      geojson: collection(
        feature(first, moved(await areaOf(first), 0.0005)),
        feature(second, await areaOf(second)),
      ),
    });

    expect(problems).toContainEqual(
      expect.stringMatching(/^geojson:2 .*的下级区域没有铺满，空缺 /),
    );
    expect(problems.some((problem) => /重叠/.test(problem) || /之外/.test(problem))).toBe(true);
  });

  test("a point outside its area is named", async () => {
    const { lon, lat } = bench.context.units.find("500103001017002")!;
    const table = `code,name,lon,lat\n500103001017001,第一网格,${lon},${lat}\n`;

    expect(await problemsOf({ csv: table })).toEqual(["csv:2 第一网格 的坐标点不在它的边界之内"]);
  });

  test("coordinates of a Chinese map are converted back to where they belong", async () => {
    const code = "500103001017001";
    const area = await areaOf(code);

    const asTheyAre = await run({ geojson: collection(feature(code, asChineseMap(area))) });
    const converted = await run({
      geojson: collection(feature(code, asChineseMap(area))),
      coordinates: "gcj02",
    });

    expect(asTheyAre.ok).toBe(false);
    expect(converted.problems).toEqual([]);
  });
});

describe("applying", () => {
  test("a dry run writes nothing and says what would change", async () => {
    const before = await countUnits();

    const answer = await run({ csv: csv(`500103001017001,东片网格,${today},,`) });

    expect(answer).toMatchObject({ ok: true, applied: false, changes: 2, created: 0 });
    expect(await countUnits()).toBe(before);
  });

  test("one bad line keeps every good one from being written", async () => {
    const before = await countUnits();

    await run(
      { csv: csv(`500103001017001,东片网格,${today},,`, "500103001999,没有边界的社区,,,") },
      false,
    );

    expect(await countUnits()).toBe(before);
  });

  test("a new name needs a new date, keeps the area and leaves the past its name", async () => {
    const code = "500103001017001";
    expect(await problemsOf({ csv: csv(`${code},东片网格,,,`) })).toEqual([
      `csv:2 ${code} 改名要写新的生效日期（${today} 或以后），否则过去的记录也会跟着改名`,
    ]);

    await run({ csv: csv(`${code},东片网格,${today},,`) }, false);

    const { lon, lat } = bench.context.units.find(code)!;
    expect(bench.context.units.name(code)).toBe("东片网格");
    expect(bench.context.units.locate(lon, lat)).toBe(code);
    const versions = await bench.owner
      .selectFrom("units")
      .select(["name", "valid_from", "valid_to"])
      .where("code", "=", code)
      .orderBy("valid_from")
      .execute();
    expect(versions).toEqual([
      { name: "第一网格", valid_from: "2020-01-01", valid_to: today },
      { name: "东片网格", valid_from: today, valid_to: null },
    ]);
  });

  test("a date before the version in force is refused", async () => {
    expect(await problemsOf({ csv: csv(`${village},旧名社区,2019-01-01,,`) })).toEqual([
      "csv:2 生效日期 2019-01-01 早于现行版本的 2020-01-01",
    ]);
  });

  test("ending a unit with units below it, or for a successor that is not there, is refused", async () => {
    expect(
      await problemsOf({ csv: csv(`${village},捍卫路社区居民委员会,,2027-01-01,500103001999`) }),
    ).toEqual([
      expect.stringMatching(
        /^csv:2 捍卫路社区居民委员会 撤销后还有 \d+ 个下级单位（如 500103001017001），请一并撤销或改挂$/,
      ),
      "csv:2 继任单位 500103001999 不存在，或在 2027-01-01 尚未设立",
    ]);
  });

  test("an import is on record and told to screens", async () => {
    await run({ csv: csv(`500103001017002,西片网格,${today},,`) }, false);

    const entry = await bench.owner
      .selectFrom("audit_log")
      .select(["act", "subject", "detail"])
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    expect(entry).toEqual({
      act: "unit.import",
      subject: "500103001017002",
      detail: { created: 0, ended: 0, changes: 2, codes: ["500103001017002"] },
    });
    const heard = await bench.owner
      .selectFrom("live_log")
      .select(["kind", "subject", "act"])
      .orderBy("position", "desc")
      .executeTakeFirst();
    expect(heard).toEqual({ kind: "unit", subject: "500103001017002", act: "imported" });
  });
});
