import { expect, test } from "vitest";
import { checkPushDown } from "./push-down-rules.ts";

const item = (
  code: string,
  name: string,
  more: { words?: string[]; basis?: string; alternative?: string } = {},
) => ({
  code,
  name,
  basis: more.basis ?? "",
  words: more.words ?? [],
  ...(more.alternative ? { alternative: more.alternative } : {}),
});
const lists = {
  negative: [
    item("N04", "以APP打卡、积分排名作为考核", {
      words: ["打卡", "积分排名"],
      basis: "国办规定",
      alternative: "按清单履职",
    }),
    item("N02", "招商引资、协税护税任务"),
  ],
  proofsRefused: [item("X05", "无犯罪记录证明", { alternative: "公安派出所出具" })],
  villageMatters: [item("B05", "消防安全宣传与巡查协助")],
};
const grid = "500103001001001";

test.each([
  ["a task that asks for check-ins", grid, "每天到岗打卡并上报", undefined, "N04"],
  [
    "a task recognised by a part of the item's name",
    "500103001001",
    "本月完成协税护税任务两户",
    undefined,
    "N02",
  ],
  [
    "a proof that villages must not issue",
    "500103001001",
    "请村委会开具无犯罪记录证明",
    undefined,
    "X05",
  ],
  ["a task that names a negative item", grid, "协助", "N02", "N02"],
  ["a task that names an item the village's list does not have", grid, "协助", "B77", "B77"],
])("%s is refused with the item and the reason", (_, handler, text, listItem, code) => {
  const verdict = checkPushDown(lists, handler, text, listItem);

  expect(verdict).toMatchObject({ allowed: false, item: code });
  expect(verdict.reason).toContain(code);
});

test("a refusal names the legal basis and what to do instead", () => {
  expect(checkPushDown(lists, grid, "要求打卡").reason).toBe(
    "负面清单 N04“以APP打卡、积分排名作为考核”不得下派村社和网格（依据：国办规定）；替代办法：按清单履职",
  );
});

test.each([
  ["the same words to a post of the town", "500103001/PA05", "要求打卡", undefined],
  ["the same words to a department", "500103/D41", "要求打卡", undefined],
  ["words that forbid what the item forbids", grid, "入户宣传，不得要求打卡", undefined],
  ["an item of the village's list", grid, "协助清理楼道可燃物", "B05"],
  ["a complaint about such a proof", grid, "群众反映办无犯罪记录证明要跑几趟", undefined],
  ["a task that hits nothing", grid, "到现场核实井盖情况", undefined],
])("%s is allowed", (_, handler, text, listItem) => {
  expect(checkPushDown(lists, handler, text, listItem).allowed).toBe(true);
});
