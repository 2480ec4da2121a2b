import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalogueNames } from "./en/catalogue-names.ts";
import { noticeVerbs } from "./en/notice-verbs.ts";
import { sensorNames } from "./en/sensor-names.ts";
import { wordsOf } from "./server-words-rules.ts";

const english = wordsOf(catalogueNames, noticeVerbs, sensorNames);
const chinese = wordsOf({}, {});
const root = new URL("../../../../../", import.meta.url);

test("every category and group of the reference catalogue has an English name", () => {
  const [, ...rows] = readFileSync(
    new URL("packages/reference/data/event-catalogue.csv", root),
    "utf8",
  )
    .trim()
    .split(/\r?\n/);
  const names = rows.flatMap((row) => row.split(",").slice(1, 4));
  expect(names.length).toBeGreaterThan(900);
  expect(names.filter((name) => !catalogueNames[name])).toEqual([]);
});

test("every sensor of the reference has an English name, and so has what it measures", () => {
  const [, ...rows] = readFileSync(new URL("packages/reference/data/sensors.csv", root), "utf8")
    .trim()
    .split(/\r?\n/);
  const names = rows.flatMap((row) => {
    const [, name = "", , metric = "", unit = ""] = row.split(",");
    return [name, metric, unit];
  });
  const chineseOnes = names.filter((name) => /\p{Script=Han}/u.test(name));
  expect(chineseOnes.length).toBeGreaterThan(100);
  expect(chineseOnes.filter((name) => sensorNames[name] === undefined)).toEqual([]);
});

test.each([
  ["剩余电流 1,250 mA ≥ 1,000 mA", "Residual current 1,250 mA ≥ 1,000 mA"],
  ["心率 39 次/分 ≤ 40 次/分", "Heart rate 39 /min ≤ 40 /min"],
  ["5分钟压降 0.2 MPa ≥ 0.15 MPa", "Pressure drop in 5 minutes 0.2 MPa ≥ 0.15 MPa"],
  ["距警戒水位 -0.4 m ≥ -0.5 m", "Above warning level -0.4 m ≥ -0.5 m"],
  ["阵风风力 9 级 ≥ 7 级", "Gust force 9 ≥ 7"],
  ["越线目标(人/动物) 1 个 ≥ 1 个", "Crossed by (people, animals) 1 ≥ 1"],
  ["烟雾报警状态：是", "Smoke alarm: yes"],
  ["智能手环心率(低)：红色", "Wristband heart rate (low): red"],
  ["自己起的名字 3 件 ≥ 2 件", "自己起的名字 3 件 ≥ 2 件"],
])("the reading %s is %s in English and as it was written in Chinese", (text, expected) => {
  expect(english.reading(text)).toBe(expected);
  expect(chinese.reading(text)).toBe(text);
});

test("every notice of an incident has an English head", () => {
  const notices = new URL("apps/server/src/features/notices/", root);
  const sources = readdirSync(notices)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(new URL(file, notices), "utf8"))
    .join("\n");
  const verbs = [...sources.matchAll(/(?:verb: |titleOf\()"([^"]+)"/g)].map(([, verb]) => verb!);
  expect(verbs.length).toBeGreaterThan(15);
  expect(verbs.filter((verb) => !noticeVerbs[verb])).toEqual([]);
});

test("a row that shows its place says only what happened", () => {
  const unit = { name: "捍卫路社区第二网格" };
  const incident = { title: "路灯不亮 · 捍卫路社区第二网格", address: "", unit };
  expect(chinese.what(incident)).toBe("路灯不亮");
  expect(english.what(incident)).toBe("Street light out");
  const placed = { title: "路灯不亮 · 民生路12号", address: "七星岗街道民生路12号", unit };
  expect(chinese.what(placed)).toBe("路灯不亮");
  expect(chinese.what({ ...placed, address: "民生路旧址" })).toBe("路灯不亮 · 民生路12号");
});

test("a title keeps its place, and one that was written by hand stays as it is", () => {
  expect(english.title("路灯不亮 · 民生路12号")).toBe("Street light out · 民生路12号");
  expect(english.title("二号楼的部分")).toBe("二号楼的部分");
  expect(english.group("公用设施(部件) / 照明供电通信")).toBe(
    "Public facilities / Light, power, telecoms",
  );
});

test("a notice says in English what to do about what", () => {
  expect(english.notice("〔模拟〕请签收：路灯不亮（黄·较急）")).toBe(
    "[Simulated] Please accept: Street light out",
  );
  expect(english.notice("延期申请已同意：可燃物堆放(林区/废品站)（橙·紧急）")).toBe(
    "Delay agreed: Combustibles piled up (forest, scrapyard)",
  );
  expect(english.notice("一般事项汇总")).toBe("一般事项汇总");
  expect(chinese.notice("请签收：路灯不亮（黄·较急）")).toBe("请签收：路灯不亮（黄·较急）");
});
