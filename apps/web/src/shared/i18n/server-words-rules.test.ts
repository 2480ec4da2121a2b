import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalogueNames } from "./en/catalogue-names.ts";
import { noticeVerbs } from "./en/notice-verbs.ts";
import { wordsOf } from "./server-words-rules.ts";

const english = wordsOf(catalogueNames, noticeVerbs);
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
