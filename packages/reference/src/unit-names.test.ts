import { expect, test } from "vitest";
import { chineseNumber } from "./chinese-number.ts";
import { shortNameOf } from "./unit-names.ts";

test.each([
  ["东方广场社区居民委员会", "东方广场社区"],
  ["绣庄村村民委员会", "绣庄村"],
  ["盐井凼村民委员会", "盐井凼村"],
  ["先锋社区村民委员会", "先锋社区"],
  ["化龙桥社区工作站", "化龙桥社区"],
  ["涂山镇", "涂山镇"],
])("%s is %s for short", (name, short) => {
  expect(shortNameOf(name)).toBe(short);
});

test.each([
  [1, "一"],
  [10, "十"],
  [11, "十一"],
  [20, "二十"],
  [34, "三十四"],
  [100, "一百"],
  [105, "一百零五"],
  [110, "一百一十"],
  [999, "九百九十九"],
])("%i is %s", (value, words) => {
  expect(chineseNumber(value)).toBe(words);
});

test.each([0, 1000, 1.5])("%d has no name", (value) => {
  expect(() => chineseNumber(value)).toThrow(RangeError);
});
