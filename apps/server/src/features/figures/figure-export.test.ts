import { afterAll, beforeAll, expect, test } from "vitest";
import { partsOf, readSheet } from "../../platform/testing/office.ts";
import { type Bench, people, startIncidents, town } from "../incidents/incident-testing.ts";
import { figuresCsv, figuresWorkbook } from "./figure-export.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
  await bench.open({ source: "gridWorker", urgency: "yellow" });
  await bench.open({ source: "resident", urgency: "red" });
});
afterAll(() => bench.close());

const ask = { unit: town, by: "unit", kpi: "ownDiscovery", language: "zh-CN" } as const;

test("a table for spreadsheets says what its numbers mean", async () => {
  const csv = await figuresCsv(bench.context, await bench.viewer(people.supervisor), ask);
  expect(csv.split("\r\n").slice(1, 3)).toEqual([
    "口径,网格、社区、感知设备最先上报件数 ÷ 上报数",
    expect.stringMatching(/^单位,.+ \/ .+/),
  ]);
  expect(csv).toContain("合计");
});

test("a workbook has formula, unit, period, filter and source on its sheet, and numbers that a spreadsheet can add", async () => {
  const viewer = await bench.viewer(people.supervisor);
  const file = await figuresWorkbook(bench.context, viewer, { ...ask, category: "01" });
  const rows = readSheet(file);
  const about = Object.fromEntries(rows.slice(0, 8).map(([label, text]) => [label, text]));
  expect(about).toEqual({
    指标: "自主发现率",
    口径: "网格、社区、感知设备最先上报件数 ÷ 上报数",
    单位: expect.stringMatching(/ \/ .+ \/ /),
    时段: expect.stringMatching(/^\d{4}-\d\d-\d\d 00:00 – \d{4}-\d\d-\d\d \d\d:00$/),
    截至: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/),
    计量单位: "比例（分子 ÷ 分母）",
    筛选: expect.stringMatching(/（01）$/),
    数据来源: expect.stringContaining("事件台账"),
  });
  expect(rows.find(([first]) => first === "分组")).toEqual([
    "分组",
    "代码",
    "自主发现率",
    "分子",
    "分母",
  ]);
  expect(rows.at(-1)).toEqual(["合计", "", 0.5, 1, 2]);
  expect(partsOf(file)["xl/styles.xml"]).toContain("0.0%");
});

test("an English workbook is English, and a number is no share", async () => {
  const file = await figuresWorkbook(bench.context, await bench.viewer(people.supervisor), {
    ...ask,
    kpi: "reported",
    by: "day",
    language: "en",
  });
  const rows = readSheet(file);
  expect(rows[0]?.slice(0, 2)).toEqual(["Figure", "Reported"]);
  expect(rows.at(-1)).toEqual(["Total", "", 2]);
});
