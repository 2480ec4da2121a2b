import type { Limits } from "@gezhi/contract/configuration.ts";
import { describe, expect, test } from "vitest";
import {
  correlationGroup,
  groupPrefixes,
  matches,
  type Candidate,
  type Correlated,
} from "./correlation-rules.ts";
import { plainAddress, textLikeness } from "./likeness-rules.ts";

const minute = 60_000;
const now = Date.parse("2026-11-22T02:00:00Z");
const limits = {
  mergeMetres: 100,
  mergeMinutes: { red: 5, orange: 5, yellow: 30, blue: 30 },
} as unknown as Limits;
const here = { lon: 106.57, lat: 29.55 };
const north = (metres: number) => ({ lon: here.lon, lat: here.lat + metres / 111_320 });

const report = (more: Partial<Correlated> = {}): Correlated => ({
  category: "050102",
  urgency: "yellow",
  text: "人行道井盖破损，有个大口子",
  position: here,
  unit: "500103001017001",
  address: "",
  sensor: false,
  ...more,
});
const open = (more: Partial<Candidate> = {}): Candidate => ({
  ...report(),
  id: "a",
  district: "500103",
  number: "SJ-500103-261122-000001",
  categoryName: "井盖破损",
  handled: false,
  openedAt: now - 10 * minute,
  lastReportAt: now - 10 * minute,
  ...more,
});
const only = (stated: Correlated, candidate: Candidate) =>
  matches(stated, [candidate], limits, now)[0];

describe("a report joins by itself", () => {
  test.each<[string, Partial<Correlated>, Partial<Candidate>]>([
    ["the same thing a few steps away", { position: north(20) }, {}],
    [
      "the same thing in other words at the same spot",
      { text: "路边井盖烂了一个口子，快来修" },
      {},
    ],
    ["another thing of the same group at the same spot", { category: "050103" }, {}],
    ["at the 30th minute", {}, { lastReportAt: now - 29 * minute }],
    [
      "long after the opening, when others reported in between",
      {},
      { openedAt: now - 300 * minute, lastReportAt: now - minute },
    ],
    [
      "without a position, by the same address in the same grid",
      { position: null, address: "领事巷12号" },
      { position: null, address: "领事巷12号" },
    ],
    [
      "a smoke alarm and a caller within 100 m",
      { category: "090101", urgency: "red", text: "三楼着火了", position: north(90) },
      {
        category: "090102",
        urgency: "red",
        text: "",
        sensor: true,
        lastReportAt: now - 2 * minute,
      },
    ],
    [
      "a danger seen from some way off",
      { category: "090101", urgency: "red", position: north(70), text: "楼上起火了浓烟很大" },
      {
        category: "090101",
        urgency: "red",
        text: "有房子起火浓烟滚滚",
        lastReportAt: now - 1 * minute,
      },
    ],
  ])("%s", (_, stated, candidate) => {
    expect(only(report(stated), open(candidate))).toMatchObject({ joins: true });
  });
});

describe("a report is only proposed", () => {
  test.each<[string, Partial<Correlated>, Partial<Candidate>, string]>([
    [
      "far within the circle and in other words",
      { position: north(90), text: "垃圾桶旁边的盖子不见了" },
      {},
      "相似程度不足",
    ],
    ["after the time limit", {}, { lastReportAt: now - 31 * minute }, "超过自动并案时限 30 分钟"],
    [
      "six minutes later, when it is urgent",
      { urgency: "orange" },
      { urgency: "orange", lastReportAt: now - 6 * minute },
      "超过自动并案时限 5 分钟",
    ],
    [
      "more urgent than what is open",
      { urgency: "orange" },
      { lastReportAt: now - minute },
      "本次上报更紧急",
    ],
    [
      "another thing of the same group in words that share nothing",
      { category: "050104", text: "雨水箅子堵死，一下雨就淹" },
      { lastReportAt: now - minute },
      "类别不同，描述也不相似",
    ],
    [
      "both without a clear category and with few words",
      { category: "220108", text: "看照片" },
      { category: "220108", text: "" },
      "类别未定且描述不足",
    ],
    [
      "what a grid has handled and only waits for its check",
      {},
      { handled: true },
      "等待抽查，本次上报另行受理",
    ],
    [
      "also when a sensor and a person report the same danger",
      { category: "090101", urgency: "red", text: "三楼着火了" },
      { category: "090102", urgency: "red", text: "", sensor: true, handled: true },
      "等待抽查，本次上报另行受理",
    ],
  ])("%s", (_, stated, candidate, why) => {
    const match = only(report(stated), open(candidate));

    expect(match).toMatchObject({ joins: false });
    expect(match?.reason).toContain(why);
  });
});

describe("a report has nothing to do with", () => {
  test.each<[string, Partial<Correlated>, Partial<Candidate>]>([
    ["another group of categories", { category: "010101" }, {}],
    ["what lies 101 m away", { position: north(101) }, {}],
    [
      "the same address in another grid",
      { position: null, address: "领事巷12号" },
      { position: null, address: "领事巷12号", unit: "500103001017002" },
    ],
    ["what nobody reported for more than a day", {}, { lastReportAt: now - 25 * 60 * minute }],
    [
      "flooded streets, when two people report flood and water",
      { category: "110101", urgency: "red" },
      { category: "060103", urgency: "red" },
    ],
  ])("%s", (_, stated, candidate) => {
    expect(only(report(stated), open(candidate))).toBeUndefined();
  });
});

test("of several matches the best joins and the others are proposed", () => {
  const found = matches(
    report(),
    [open({ id: "far", position: north(60) }), open({ id: "near", position: north(5) })],
    limits,
    now,
  );

  expect(found.map(({ candidate, joins }) => [candidate.id, joins])).toEqual([
    ["near", true],
    ["far", false],
  ]);
});

test("the reason is one readable sentence with the figures", () => {
  expect(only(report({ position: north(32) }), open())?.reason).toMatch(
    /^与事件 SJ-500103-261122-000001 同为“井盖破损”一类，相距 32 米，与最近一次上报相隔 10 分钟，描述相似 100%（得分 0\.\d+），自动并入$/,
  );
});

test("a danger is one group for locks, whatever its categories", () => {
  expect(correlationGroup("090101")).toBe(correlationGroup("090102"));
  expect(correlationGroup("110101")).toBe(correlationGroup("060103"));
  expect(correlationGroup("050102")).not.toBe(correlationGroup("050201"));
  expect(groupPrefixes("060103")).toEqual(["0601", "1101", "060103"]);
});

test("likeness compares letters, not marks; too short a text says nothing", () => {
  expect(textLikeness("井盖坏了，危险！", "井盖坏了 危险")).toBe(1);
  expect(textLikeness("井盖坏了很危险", "楼上漏水严重")).toBe(0);
  expect(textLikeness("坏", "井盖坏了很危险")).toBeNull();
  expect(plainAddress(" 领事巷 １２号， ")).toBe("领事巷12号");
});
