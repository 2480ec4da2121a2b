import { expect, test } from "vitest";
import { readingText, spanText } from "./alarm-text-rules.ts";
import type { RuleInForce } from "./alarm-tables.ts";
import { aRule } from "./rule-testing.ts";

const at = Date.parse("2026-11-26T14:05:00+08:00");
const silence = (intervalSeconds: number): RuleInForce => ({
  rule: { ...aRule().rule, measure: { kind: "silence" } },
  version: 1,
  metric: { name: "温度", unit: "℃", intervalSeconds },
  personal: false,
});

test("of a silent device it says since when, and how often it should speak", () => {
  expect(readingText(silence(300), { value: 35, threshold: 30, at })).toBe(
    "11/26 13:30 起无数据，已 35 分钟，应每 5 分钟上报一次",
  );
  expect(readingText(silence(0), { value: 26 * 60 + 5, threshold: 30, at })).toBe(
    "11/25 12:00 起无数据，已 26 小时 5 分钟",
  );
});

test.each([
  [45, "45 秒"],
  [90, "90 秒"],
  [300, "5 分钟"],
  [3600, "1 小时"],
  [86_400, "24 小时"],
])("%i seconds are %s", (seconds, text) => {
  expect(spanText(seconds)).toBe(text);
});
