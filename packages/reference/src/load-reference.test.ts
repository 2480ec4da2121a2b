import { Category, Department, Post } from "@gezhi/contract/configuration.ts";
import { expect, test } from "vitest";
import { categories, departments, duties, lists, plans, posts, sensors } from "./load-reference.ts";

const category = (code: string) => categories.find((one) => one.code === code);

test("the initial configuration is complete", () => {
  expect(categories).toHaveLength(314);
  expect(posts).toHaveLength(50);
  expect(duties).toHaveLength(49);
  expect(sensors).toHaveLength(55);
  expect(plans).toHaveLength(15);
  expect(lists.proofsRefused).toHaveLength(20);
});

test("categories, posts and departments fit the contract", () => {
  const misfits = [
    ...categories.filter((one) => !Category.safeParse(one).success),
    ...posts.filter((one) => !Post.safeParse(one).success),
    ...departments.filter((one) => !Department.safeParse(one).success),
  ];

  expect(misfits).toEqual([]);
});

test("a category names its post, its lead department, who assists, and its limits", () => {
  expect(category("050302")).toMatchObject({
    name: "城市供水爆管",
    section: "safetyLaw",
    post: "PA04",
    lead: "D32",
    coHandlers: ["D62"],
    urgency: "red",
    acceptMinutes: 1,
    disposeHours: 6,
  });
});

test("two names of one department have one code", () => {
  expect(category("060202")?.coHandlers).toEqual(["D24"]);
  expect(category("060201")?.lead).toBe("D24");
});

test("the notes on duty hours are kept", () => {
  const post = (code: string) => posts.find((one) => one.code === code);

  expect(post("PA06")).toMatchObject({ onDuty24h: true, dutyNote: "汛期" });
  expect(post("CC01")).toMatchObject({ onDuty24h: false, dutyNote: "随叫随到" });
  expect(post("PA05")).toMatchObject({ onDuty24h: true, dutyNote: null });
});

test.each([
  ["060105", "T203", "the item of the same name"],
  ["060101", "T302", "a district body leads and nothing closer matches"],
  ["040102", "T401", "the enforcement post handles it"],
  ["060102", "T106", "it is red and nothing closer matches"],
  ["050206", "T301", "no district body leads"],
  ["090201", "T204", "the longer prefix 0902 wins over 09"],
  ["090301", "T102", "only the prefix 09 matches"],
])("category %s rests on %s because %s", (code, item) => {
  expect(category(code)?.basis).toBe(item);
});

test("the basis of an item is said with it, because items are shown one by one", () => {
  const texts = JSON.stringify(lists);
  expect(texts).toContain("政务移动互联网应用程序规范化管理办法");
  expect(texts).not.toContain("同上");
});

test("every category rests on an item of the lists", () => {
  const items = [...lists.statutoryItems, ...lists.leadAssistItems, ...lists.generalItems];
  const known = new Set(items.map(({ code }) => code));

  expect(categories.filter(({ basis }) => !known.has(basis))).toEqual([]);
});

test("an empty threshold is no threshold, not zero", () => {
  const rain = sensors.find(({ code }) => code === "SE14");

  expect(rain?.thresholds).toEqual({ blue: 50, yellow: null, orange: null, red: null });
});
