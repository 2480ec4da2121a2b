import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalogueNames } from "./en/catalogue-names.ts";
import { noticeVerbs } from "./en/notice-verbs.ts";
import { sensorNames } from "./en/sensor-names.ts";
import { serverSentences, serverWords } from "./en/server-sentences.ts";
import { wordsOf } from "./server-words-rules.ts";

const english = wordsOf(catalogueNames, noticeVerbs, sensorNames, serverWords, serverSentences);
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
  expect(english.notice("一般事项汇总")).toBe("Routine matters in short");
  expect(english.notice("公告：停水")).toBe("公告：停水");
  expect(chinese.notice("请签收：路灯不亮（黄·较急）")).toBe("请签收：路灯不亮（黄·较急）");
});

/** What stands in a text for what the code puts there. */
function sample(_: string, code: string): string {
  if (/wallTime/.test(code)) return "11月27日 18:00";
  if (/hours|length|count|stars/.test(code)) return "8";
  if (/number/.test(code)) return "SJ-500103-261127-000001";
  if (/chainNames/.test(code)) return "村社";
  if (/stages/.test(code)) return "先期处置";
  if (code === "kind") return "（工程性）";
  const choice = /"([^"]+)" : "([^"]*)"/.exec(code);
  return choice ? choice[1]! : /verdict/.test(code) ? "同意" : "甲镇乙岗";
}

test("every text that acts write into a timeline has an English form", () => {
  const incidents = new URL("apps/server/src/features/incidents/", root);
  const texts = readdirSync(incidents)
    .filter((file) => /-(rules|commands)\.ts$/.test(file))
    .flatMap((file) => [
      ...readFileSync(new URL(file, incidents), "utf8").matchAll(
        /\btext: (?:"([^"]+)"|`([^`]*)`),/g,
      ),
    ])
    .filter(([text]) => /\p{Script=Han}/u.test(text.replaceAll(/\$\{[^}]*\}/g, "")))
    .map(([, plain, template = ""]) => plain ?? template.replaceAll(/\$\{([^}]*)\}/g, sample));
  expect(texts.length).toBeGreaterThan(30);
  expect(texts.filter((text) => english.sentence(text) === text)).toEqual([]);
});

test.each([
  [
    "自动派遣七星岗街道城市管理岗主办，渝中区城市管理局协办",
    "By itself: Dispatched: 七星岗街道城市管理岗 leads, 渝中区城市管理局 assist",
  ],
  [
    "七星岗街道城市管理岗反馈处置结果：已更换井盖：完好",
    "七星岗街道城市管理岗 reported the result: 已更换井盖：完好",
  ],
  [
    "居民上报，类别“路灯不亮”，蓝色一般，按手机定位，位于渝中区七星岗街道",
    "Resident's report: Street light out, blue, routine. By the phone's position: 渝中区七星岗街道",
  ],
  [
    "七星岗街道城市管理岗签收已用时限 120%，列入督办，转七星岗街道值班长",
    "七星岗街道城市管理岗 has used 120% of the time for acceptance: supervised, passed to 七星岗街道值班长",
  ],
  ["报告人评价：不满意，2 星：还是不亮", "The reporter: not satisfied, 2 of 5 stars: 还是不亮"],
  ["“路灯不亮”默认蓝色一般", "Street light out is blue, routine by default"],
  [
    "规则20“井盖缺失移位”：05公用设施(部件) → 七星岗街道城市管理岗（值班时段）；主责部门 区城市管理局",
    "Rule 20 “井盖缺失移位”: Public facilities → 七星岗街道城市管理岗 (duty hours); lead department 区城市管理局",
  ],
  [
    "SJ-500103-261127-000033 并入本件，带来 1 份上报，等级随之提高：同一处",
    "SJ-500103-261127-000033 joins, with 1 reports: 同一处",
  ],
  ["人们自己写的话，原样保留", "人们自己写的话，原样保留"],
])("%s", (chinese, words) => {
  expect(english.sentence(chinese)).toBe(words);
});

test("a notice's body keeps number and place and says the rest in English", () => {
  const body =
    "SJ-500103-261127-000001，捍卫路社区第二网格，七星岗街道城市管理岗主办，签收时限 11/27 18:30";
  expect(english.noticeBody(body)).toBe(
    "SJ-500103-261127-000001, 捍卫路社区第二网格, 七星岗街道城市管理岗 leads, accept by 11/27 18:30",
  );
  expect(english.noticeBody("SJ-500103-261127-000138，华一坡社区第一网格")).toBe(
    "SJ-500103-261127-000138, 华一坡社区第一网格",
  );
  expect(english.noticeBody("有 3 条一般事项通知未读，请在方便时处理")).toBe(
    "3 routine notices are unread",
  );
  expect(chinese.noticeBody(body)).toBe(body);
  expect(chinese.sentence("结案：好了")).toBe("结案：好了");
});

test.each(["receipts/progress-rules.ts", "reports/public-status-rules.ts"])(
  "every state and step of %s that a reporter reads has an English form",
  (file) => {
    const source = readFileSync(new URL(`apps/server/src/features/${file}`, root), "utf8");
    const texts = [...source.matchAll(/"(\p{Script=Han}[^"]*)"/gu)].map(([, text]) => text!);
    expect(texts.length).toBeGreaterThan(18);
    expect(texts.filter((text) => english.sentence(text) === text)).toEqual([]);
  },
);
