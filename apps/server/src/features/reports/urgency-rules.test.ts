import { expect, test } from "vitest";
import type { NearPriority } from "../places/priority-rules.ts";
import { entitlement } from "./source-rules.ts";
import { decideUrgency, type UrgencyInput } from "./urgency-rules.ts";

const at = (clock: string) => Date.parse(`2026-11-22T${clock}:00+08:00`);
const input = (more: Partial<UrgencyInput> = {}): UrgencyInput => ({
  category: { code: "050201", name: "路灯不亮", urgency: "blue" },
  text: "",
  address: "",
  hints: { raise: 0, words: [] },
  chosen: null,
  near: [],
  at: at("10:00"),
  ...more,
});

const school: NearPriority = {
  place: "试验小学",
  because: "重点场所",
  metres: 80.4,
  points: 1,
  highest: "yellow",
};

test.each<[string, Partial<UrgencyInput>, string, string]>([
  ["the category's own level", {}, "blue", "“路灯不亮”默认蓝色一般"],
  [
    "words raise it",
    { hints: { raise: 2, words: ["有人受伤"] } },
    "orange",
    "描述中有“有人受伤”，升为橙色紧急",
  ],
  [
    "never beyond red",
    {
      category: { code: "090101", name: "建筑火灾", urgency: "red" },
      hints: { raise: 2, words: ["被困"] },
    },
    "red",
    "“建筑火灾”默认红色特急",
  ],
  ["staff raise it", { chosen: "orange" }, "orange", "上报人员判断更紧急，升为橙色紧急"],
  [
    "staff do not lower it, and it says so",
    { category: { code: "050101", name: "井盖缺失", urgency: "orange" }, chosen: "blue" },
    "orange",
    "上报人员选蓝色一般，系统不自动降级，可由调度员更正",
  ],
  [
    "a school makes a routine matter the same day's",
    { address: "人和街小学门口" },
    "yellow",
    "涉及重点场所“小学”，升为黄色较急",
  ],
  [
    "a school does not make a pressing matter an emergency",
    { category: { code: "060101", name: "道路破损坑洼", urgency: "yellow" }, address: "小学" },
    "yellow",
    "“道路破损坑洼”默认黄色较急",
  ],
  [
    "a priority object near makes it more urgent, and says how far it is",
    { near: [school] },
    "yellow",
    "距“试验小学”80 米，重点场所，+1，升为黄色较急",
  ],
  [
    "it counts on top of the words",
    { hints: { raise: 1, words: ["堵路"] }, near: [{ ...school, highest: "orange" }] },
    "orange",
    "距“试验小学”80 米，重点场所，+1，升为橙色紧急",
  ],
  [
    "no further than its own highest level, and says so",
    { category: { code: "060101", name: "道路破损坑洼", urgency: "yellow" }, near: [school] },
    "yellow",
    "距“试验小学”80 米，重点场所，+1，最多到黄色较急，等级不变",
  ],
  [
    "two points are two levels",
    { near: [{ ...school, points: 2, highest: "orange" }] },
    "orange",
    "距“试验小学”80 米，重点场所，+2，升为橙色紧急",
  ],
  [
    "of several the one that raises most counts, alone",
    {
      near: [
        { ...school, metres: 10 },
        { ...school, place: "试验加油站", metres: 90, points: 2, highest: "orange" },
        { ...school, place: "试验医院", metres: 95, points: 2, highest: "orange" },
      ],
    },
    "orange",
    "距“试验加油站”90 米，重点场所，+2，升为橙色紧急",
  ],
  [
    "no place makes anything a matter of life",
    {
      category: { code: "050101", name: "井盖缺失", urgency: "orange" },
      near: [{ ...school, points: 2, highest: "orange" }],
    },
    "orange",
    "距“试验小学”80 米，重点场所，+2，最多到橙色紧急，等级不变",
  ],
  [
    "and lowers none",
    { category: { code: "090101", name: "建筑火灾", urgency: "red" }, near: [school] },
    "red",
    "距“试验小学”80 米，重点场所，+1，最多到黄色较急，等级不变",
  ],
  [
    "in the dark, what people stumble over",
    { at: at("21:30") },
    "yellow",
    "夜间道路隐患，升为黄色较急",
  ],
  [
    "but not other things",
    { category: { code: "020101", name: "非法小广告", urgency: "blue" }, at: at("21:30") },
    "blue",
    "“非法小广告”默认蓝色一般",
  ],
])("%s", (_, more, urgency, reason) => {
  const decided = decideUrgency(input(more));

  expect(decided.urgency).toBe(urgency);
  expect(decided.reasons.at(-1)).toBe(reason);
});

test.each([
  ["anybody snaps", "rider", [], "public"],
  ["anybody reports as a resident", "resident", [], "public"],
  ["a grid worker patrols", "gridWorker", ["gridWorker"], "role"],
  ["a dispatcher does not patrol", "gridWorker", ["dispatcher"], undefined],
  ["a dispatcher takes calls", "call", ["dispatcher"], "role"],
  ["a grid worker takes no hotline orders", "hotline", ["gridWorker"], undefined],
  ["a stranger takes no calls", "call", [], undefined],
  ["a secretary reports for the community", "community", ["communitySecretary"], "role"],
  ["nobody poses as a sensor", "sensor", ["sysAdmin", "dispatcher"], undefined],
  ["nobody poses as another system", "open311", ["dispatcher"], undefined],
] as const)("%s", (_, source, roles, expected) => {
  const held = roles.map((role) => ({ role, unit: "500103001" }));
  const found = entitlement(source, held);

  expect(typeof found === "object" ? "role" : found).toBe(expected);
});
