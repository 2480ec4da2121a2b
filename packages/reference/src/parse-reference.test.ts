import { expect, test } from "vitest";
import { parseReference } from "./parse-reference.ts";
import { type ReadFile, ReferenceDataError, readDataFile } from "./read-table.ts";

/** The shipped files with one text replaced in one of them. */
const withChange =
  (changed: string, from: string, to: string): ReadFile =>
  (file) => {
    const text = readDataFile(file);
    if (file !== changed) return text;
    expect(text).toContain(from);
    return text.replace(from, to);
  };

function problemsOf(readFile: ReadFile): readonly string[] {
  try {
    parseReference(readFile);
    return [];
  } catch (error) {
    if (error instanceof ReferenceDataError) return error.problems;
    throw error;
  }
}

test.each([
  [
    "event-catalogue.csv",
    "暴露垃圾,民生服务,城市管理岗",
    "暴露垃圾,民生服务,城管岗",
    "event-catalogue.csv:2 post 城管岗 is not in posts.csv",
  ],
  [
    "event-catalogue.csv",
    "暴露垃圾,民生服务,",
    "暴露垃圾,平安法治,",
    "event-catalogue.csv:2 post 城市管理岗 belongs to another section",
  ],
  [
    "event-catalogue.csv",
    "积存建筑垃圾,民生服务,城市管理岗,区城市管理局",
    "积存建筑垃圾,民生服务,城市管理岗,区城管局",
    "event-catalogue.csv:3 department 区城管局 is not in departments.csv",
  ],
  [
    "event-catalogue.csv",
    "010102,",
    "010101,",
    "event-catalogue.csv:3 010101 already stands on line 2",
  ],
  [
    "event-catalogue.csv",
    "区城市管理局,黄,30,4",
    "区城市管理局,紫,30,4",
    'event-catalogue.csv:2 urgency: "紫" is none of 红 橙 黄 蓝',
  ],
  [
    "event-catalogue.csv",
    "区城市管理局,黄,30,4",
    "区城市管理局,黄,,4",
    "event-catalogue.csv:2 accept_minutes: is not a number",
  ],
  [
    "posts.csv",
    "CC02,指挥中心,副指挥长,",
    "CC02,指挥中心,指挥长,",
    "posts.csv:3 指挥长 already stands on line 2",
  ],
  [
    "posts.csv",
    "区大数据局,是,",
    "区大数据局,也许,",
    "posts.csv:6 on_duty_24h: must be 是 or 否, with a note in brackets",
  ],
  [
    "departments.csv",
    "D24,区公安交巡警支队,district,交巡警支队",
    "D24,区公安交巡警支队,district,区公安分局",
    "departments.csv:25 区公安分局 already stands on line 24",
  ],
  [
    "sensors.csv",
    "一级漏电预警,090201",
    "一级漏电预警,099999",
    "sensors.csv:2 event_code 099999 is not in event-catalogue.csv",
  ],
  [
    "sensors.csv",
    "一级漏电预警,090201",
    "二级漏电预警,090201",
    "sensors.csv:2 event_code 090201 is 一级漏电预警, not 二级漏电预警",
  ],
  [
    "sensors.csv",
    ",300,500,1000,",
    ",300,200,1000,",
    "sensors.csv:2 thresholds do not rise with urgency",
  ],
  ["sensors.csv", ",300,500,1000,", ",,,,", "sensors.csv:2 has no threshold"],
  [
    "sensors.csv",
    "090204,消防管理岗,",
    "090204,防火岗,",
    "sensors.csv:3 post 防火岗 is not in posts.csv",
  ],
  [
    "grid-duties.csv",
    "A01,",
    "X01,",
    "grid-duties.csv:2 code: must be a letter A to G and two digits",
  ],
  [
    "basis-rules.csv",
    "100202,T201",
    "100202,T999",
    "basis-rules.csv:2 list item T999 is not in lists.json",
  ],
  ["basis-rules.csv", "100202,", "99,", "basis-rules.csv:2 no category starts with 99"],
  ["lists.json", '"N02"', '"N01"', "lists.json code N01 stands twice"],
  [
    "lists.json",
    '"lead": "区经济信息委"',
    '"lead": "区经信委"',
    "lists.json T201: department 区经信委 is not in departments.csv",
  ],
  [
    "plans.json",
    '"code": "110101"',
    '"code": "110199"',
    "plans.json PL01: event 110199 暴雨内涝 is not in event-catalogue.csv",
  ],
  ["plans.json", '"SE12"', '"SE99"', "plans.json PL01: sensor SE99 is not in sensors.csv"],
  ["plans.json", '"防灾减灾岗"', '"减灾岗"', "plans.json PL01: post 减灾岗 is not in posts.csv"],
  [
    "plans.json",
    '"区应急管理局"',
    '"区应急局"',
    "plans.json PL01: department 区应急局 is not in departments.csv",
  ],
  ["plans.json", '"id": "PL02"', '"id": "PL01"', "plans.json id PL01 stands twice"],
])("in %s, %s → %s is reported with its place", (file, from, to, problem) => {
  expect(problemsOf(withChange(file, from, to))).toContain(problem);
});

test("one run reports the problems of all files", () => {
  const readFile: ReadFile = (file) =>
    readDataFile(file)
      .replace("暴露垃圾,民生服务,城市管理岗", "暴露垃圾,民生服务,城管岗")
      .replace("090204,消防管理岗,", "090204,防火岗,");

  expect(problemsOf(readFile)).toEqual([
    "event-catalogue.csv:2 post 城管岗 is not in posts.csv",
    "sensors.csv:3 post 防火岗 is not in posts.csv",
  ]);
});

test("a row with a column too many, and broken JSON, name the file", () => {
  const csv = problemsOf(withChange("posts.csv", "CC02,", "CC02,,"));
  const json = problemsOf(withChange("lists.json", "{", "{,"));

  expect(csv[0]).toMatch(/^posts\.csv .*line 3/);
  expect(json[0]).toMatch(/^lists\.json /);
});

test("the shipped files have no problem", () => {
  expect(problemsOf(readDataFile)).toEqual([]);
});
