import { describe, expect, test } from "vitest";
import { basisFor, budgetFor, type ClockStage, defaultStageMinutes } from "./clock-limit-rules.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const urgencies = ["red", "orange", "yellow", "blue"] as const;
const category = { urgency: "red" as const, acceptMinutes: 30, disposeHours: 7 };

const budgets = (stage: ClockStage) =>
  urgencies.map((urgency) => budgetFor(stage, urgency, category, defaultStageMinutes));

describe("the limits of the domain, for red, orange, yellow and blue", () => {
  test.each<[ClockStage, (number | null)[]]>([
    ["verify", [60 * second, 5 * minute, 30 * minute, 4 * hour]],
    ["register", [null, null, 30 * minute, 2 * hour]],
    ["accept", [30 * minute, 30 * minute, 30 * minute, 30 * minute]],
    ["dispose", [7 * hour, 7 * hour, 7 * hour, 7 * hour]],
    ["rework", [3.5 * hour, 3.5 * hour, 3.5 * hour, 3.5 * hour]],
    ["return", [5 * minute, 15 * minute, 60 * minute, 4 * hour]],
    ["delay", [5 * minute, 15 * minute, 60 * minute, 4 * hour]],
    ["recheck", [30 * minute, 2 * hour, 8 * hour, 16 * hour]],
    ["crossTown", [10 * minute, 10 * minute, 2 * hour, 2 * hour]],
    ["district", [30 * minute, 30 * minute, 4 * hour, 4 * hour]],
  ])("%s", (stage, expected) => {
    expect(budgets(stage)).toEqual(expected);
  });

  test("the overall limit is what one pass through the stages may take", () => {
    const stages = ["verify", "register", "accept", "dispose", "recheck"] as const;
    const sums = urgencies.map((urgency) =>
      stages.reduce(
        (sum, stage) => sum + (budgetFor(stage, urgency, category, defaultStageMinutes) ?? 0),
        0,
      ),
    );

    expect(budgets("overall")).toEqual(sums);
  });
});

describe("the time to accept", () => {
  const routine = { urgency: "blue" as const, acceptMinutes: 240, disposeHours: 40 };
  const swift = { urgency: "yellow" as const, acceptMinutes: 5, disposeHours: 8 };
  const accept = (urgency: (typeof urgencies)[number], of: typeof routine | typeof swift) =>
    budgetFor("accept", urgency, of, defaultStageMinutes);

  test("of a routine matter raised in urgency is that of its new colour", () => {
    expect([accept("red", routine), accept("orange", routine), accept("yellow", routine)]).toEqual([
      minute,
      10 * minute,
      60 * minute,
    ]);
  });

  test("never grows by raising the urgency", () => {
    expect([accept("orange", swift), accept("yellow", swift)]).toEqual([5 * minute, 5 * minute]);
  });

  test("stays the category's own in its own colour and below", () => {
    expect([accept("blue", routine), accept("blue", swift)]).toEqual([240 * minute, 5 * minute]);
  });
});

test("red and orange count natural time, yellow and blue working time", () => {
  expect(urgencies.map(basisFor)).toEqual(["natural", "natural", "working", "working"]);
});

test("a city's own limits replace the defaults", () => {
  const own = { ...defaultStageMinutes, verify: { ...defaultStageMinutes.verify, yellow: 45 } };

  expect(budgetFor("verify", "yellow", category, own)).toBe(45 * minute);
});

test("a limit that is no time fails loudly", () => {
  for (const wrong of [Number.NaN, -1, Infinity])
    expect(() =>
      budgetFor("dispose", "blue", { ...category, disposeHours: wrong }, defaultStageMinutes),
    ).toThrow(RangeError);
});

test("half of a seventh of an hour becomes whole milliseconds", () => {
  const odd = { ...category, disposeHours: 1 / 7 };

  expect(budgetFor("rework", "blue", odd, defaultStageMinutes)).toBe(257_143);
});
