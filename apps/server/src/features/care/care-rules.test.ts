import { describe, expect, test } from "vitest";
import { at, calendar } from "../clocks/clock-testing.ts";
import { dayAfter } from "../clocks/working-calendar.ts";
import { owedSteps, seenAtOf, stateOf, stepsReached } from "./care-rules.ts";

const plan = { dueOn: "2026-11-26", dueBy: 17, substitute: "500103001/MS02" };
const today = { date: "2026-11-26", counts: true };

describe("a visit that is not made", () => {
  test.each([
    ["2026-11-26 16:59", 0],
    ["2026-11-26 17:00", 1],
    ["2026-11-26 17:29", 1],
    ["2026-11-26 17:30", 2],
    ["2026-11-26 18:00", 3],
    ["2026-11-26 23:59", 3],
  ])("at %s has reached %i steps", (now, steps) => {
    expect(stepsReached(plan, today, at(now))).toBe(steps);
  });

  test("without a substitute goes to the post in the substitute's place", () => {
    expect(stepsReached({ ...plan, substitute: null }, today, at("2026-11-26 17:30"))).toBe(3);
  });

  test("is quiet on days without visits, and before its day", () => {
    expect(stepsReached(plan, { ...today, counts: false }, at("2026-11-26 20:00"))).toBe(0);
    expect(stepsReached({ ...plan, dueOn: "2026-11-27" }, today, at("2026-11-26 20:00"))).toBe(0);
  });

  test("of the latest plan has told the post before the day is over", () => {
    expect(stepsReached({ ...plan, dueBy: 20 }, today, at("2026-11-26 21:00"))).toBe(3);
  });

  test("is told step by step, each once", () => {
    const now = at("2026-11-26 17:31");
    expect(owedSteps(plan, today, { today: 0, postOn: null }, now)).toEqual({
      day: "2026-11-26",
      from: 0,
      to: 2,
    });
    expect(owedSteps(plan, today, { today: 2, postOn: null }, now)).toBeNull();
  });

  test("whose day ended while nobody watched is told to the post as soon as somebody does, once", () => {
    const friday = { ...plan, dueOn: "2026-11-27" };
    const saturday = { date: "2026-11-28", counts: false };
    const now = at("2026-11-28 08:00");
    expect(owedSteps(friday, saturday, { today: 0, postOn: null }, now)).toEqual({
      day: "2026-11-27",
      from: 2,
      to: 3,
    });
    expect(owedSteps(friday, saturday, { today: 0, postOn: "2026-11-27" }, now)).toBeNull();
  });
});

test("who was not reached is still due today, and missed after the hour", () => {
  const last = { at: at("2026-11-26 10:00"), outcome: "notReached" as const };
  const tried = { ...plan, seenAt: null, last };
  expect(stateOf(tried, today, at("2026-11-26 10:01"))).toBe("tried");
  expect(stateOf(tried, today, at("2026-11-26 17:00"))).toBe("missed");
  expect(stateOf({ ...tried, last: null }, today, at("2026-11-26 10:01"))).toBe("due");
  const seen = { ...tried, dueOn: "2026-11-27", seenAt: at("2026-11-26 10:00") };
  expect(stateOf(seen, today, at("2026-11-26 18:00"))).toBe("visited");
  expect(stateOf({ ...seen, seenAt: at("2026-11-25 10:00") }, today, at("2026-11-26 18:00"))).toBe(
    "later",
  );
});

test("the next visit is counted in working days over a holiday, or in days", () => {
  // 国庆 2026: 1 to 7 October are off, 10 October is a make-up Saturday.
  const before = at("2026-09-30 10:00");
  expect(dayAfter(calendar, before, 1, "working")).toBe("2026-10-08");
  expect(dayAfter(calendar, before, 3, "working")).toBe("2026-10-10");
  expect(dayAfter(calendar, before, 1, "every")).toBe("2026-10-01");
});

test("a phone's time is believed within reason", () => {
  const now = at("2026-11-26 10:00");
  expect(seenAtOf(null, now)).toBe(now);
  expect(seenAtOf(at("2026-11-26 09:00"), now)).toBe(at("2026-11-26 09:00"));
  expect(seenAtOf(at("2027-01-01 09:00"), now)).toBe(now);
  expect(seenAtOf(at("2020-01-01 09:00"), now)).toBe(at("2026-11-12 10:00"));
});
