import { expect, test } from "vitest";
import { askedLines } from "./chain-text-rules.ts";

const at = (minute: number) => new Date(Date.parse("2026-11-26T09:00:00+08:00") + minute * 60_000);
const person = (name: string, step: number, minute: number) => ({
  account: name,
  name,
  step,
  told_at: at(minute),
});
const steps = ["holderA", "holderB", "gridHead", "dutyOfficer"] as const;
const lines = (asked: ReturnType<typeof person>[], ...fresh: string[]) =>
  askedLines(asked, new Set(fresh), steps, "消防管理岗");

test("a step names whom it asks and who was asked before it", () => {
  const asked = [person("甲", 0, 0), person("乙", 1, 1), person("丙", 1, 1)];

  expect(lines(asked, "乙", "丙")).toEqual([
    {
      text: "消防管理岗逐级通知：请其他承办人签收",
      note: "此前通知的甲（09:00:00）未签收，现通知乙、丙（09:01:00）",
    },
  ]);
});

test("steps that were missed and taken at once have a line each, and neither blames the other", () => {
  const asked = [person("甲", 0, 0), person("乙", 1, 5), person("丁", 2, 5)];

  expect(lines(asked, "乙", "丁").map(({ note }) => note)).toEqual([
    "此前通知的甲（09:00:00）未签收，现通知乙（09:05:00）",
    "此前通知的甲（09:00:00）未签收，现通知丁（09:05:00）",
  ]);
});

test("where nobody was there to ask with the dispatch, only who is asked now is named", () => {
  expect(lines([person("丁", 2, 1)], "丁")).toEqual([
    { text: "消防管理岗逐级通知：请网格长签收", note: "现通知丁（09:01:00）" },
  ]);
});
