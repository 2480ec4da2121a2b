import { describe, expect, test } from "vitest";
import { alarmAt, isSealed, sendsClips, timeProblem } from "./clip-rules.ts";

const now = Date.parse("2026-11-26T21:00:00+08:00");
const minute = 60_000;
const alarm = (id: string, raised: number, status = "raised", updated = raised) => ({
  id,
  status,
  raised_at: new Date(now + raised * minute),
  updated_at: new Date(now + updated * minute),
});

describe("the alarm of a clip", () => {
  test.each<[string, ReturnType<typeof alarm>[], number, string | undefined]>([
    ["is the open one", [alarm("a", -30)], 0, "a"],
    ["may be raised minutes after what the clip shows", [alarm("a", 5)], 0, "a"],
    ["is none that was raised long after it", [alarm("a", 11)], 0, undefined],
    ["is none that was over before it", [alarm("a", -30, "cleared", -5)], 0, undefined],
    ["is one that was over a moment ago", [alarm("a", -30, "false", -0.5)], 0, "a"],
    ["is the nearest of two", [alarm("a", -9, "cleared", 0), alarm("b", 1)], 0, "b"],
    ["is none of none", [], 0, undefined],
  ])("%s", (_name, alarms, at, id) => {
    expect(alarmAt(alarms, now + at * minute)?.id).toBe(id);
  });
});

test.each<[string, number, number, RegExp | undefined]>([
  ["a clip of now is taken", 0, 30, undefined],
  ["one of yesterday is taken", -24 * 60, 30, undefined],
  ["one of three days ago is too old", -72 * 60, 30, /只接收 48 小时/],
  ["where clips are kept for a day, one of two days ago is over", -30 * 60, 1, /只接收 24 小时/],
  ["one of the future is refused", 6, 30, /未来/],
  ["no time is no time", Number.NaN, 30, /无法识别/],
])("%s", (_name, minutes, days, problem) => {
  const said = timeProblem(now + minutes * minute, now, days);
  if (problem) expect(said).toMatch(problem);
  else expect(said).toBeUndefined();
});

test("cameras send clips; what watches over a person does not", () => {
  expect(["VA01", "VA04", "SE21", "SE32", "SE33", "SE04", "GW01"].map(sendsClips)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("only a falling object whose persons were not masked stays shut", () => {
  expect(isSealed(false, { category: "040205" })).toBe(true);
  expect(isSealed(true, { category: "040205" })).toBe(false);
  expect(isSealed(false, { category: "120201" })).toBe(false);
});
