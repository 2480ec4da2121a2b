import { PlateNumber } from "@gezhi/contract/fire-lanes.ts";
import { describe, expect, test } from "vitest";
import { maskPlate } from "../../platform/masking.ts";
import {
  actionsOf,
  callProblem,
  recurrences,
  type SeenStop,
  towDueAt,
  towProblem,
} from "./lane-rules.ts";

const minute = 60_000;
const standing = { gone: false, towed: false, calls: [] as number[] };

test.each([
  ["渝A·12345", "渝A12345"],
  [" 渝ad 12345 ", "渝AD12345"],
  ["渝A1234学", "渝A1234学"],
])("%s is the plate %s", (written, plate) => {
  expect(PlateNumber.parse(written)).toBe(plate);
});

test.each(["", "A12345", "渝12345", "渝A123", "渝A1234567", "渝AI2345", "人A12345", "渝A'--45"])(
  "%s is no plate",
  (written) => {
    expect(PlateNumber.safeParse(written).success).toBe(false);
  },
);

test("a masked plate keeps its ends, whatever its length", () => {
  expect(["渝A12345", "渝AD12345"].map(maskPlate)).toEqual(["渝A***45", "渝A****45"]);
});

describe("calling the owner", () => {
  test("is at once the first time, then every three minutes, five times at most", () => {
    expect(callProblem(standing, 0)).toBeUndefined();
    expect(callProblem({ ...standing, calls: [0] }, 2 * minute)).toMatch(/请等 1 分钟/);
    expect(callProblem({ ...standing, calls: [0] }, 3 * minute)).toBeUndefined();
    const calls = [0, 3, 6, 9, 12].map((at) => at * minute);
    expect(callProblem({ ...standing, calls }, 60 * minute)).toMatch(/请派清障/);
  });
  test("ends when the vehicle is gone", () => {
    expect(callProblem({ ...standing, gone: true }, 0)).toMatch(/已经驶离/);
  });
});

describe("a tow", () => {
  test("comes after a call, once, and not for a vehicle that is gone", () => {
    expect(towProblem(standing)).toMatch(/先通过隐私号联系车主/);
    expect(towProblem({ ...standing, calls: [0] })).toBeUndefined();
    expect(towProblem({ ...standing, calls: [0], towed: true })).toMatch(/已经派过/);
    expect(towProblem({ ...standing, calls: [0], gone: true })).toMatch(/已经驶离/);
  });
  test("is due within half an hour, or when the matter is", () => {
    expect(towDueAt(0, null)).toBe(30 * minute);
    expect(towDueAt(0, 10 * minute)).toBe(10 * minute);
    expect(towDueAt(0, 90 * minute)).toBe(30 * minute);
    // A matter that is late already gives the tow no less than its own time.
    expect(towDueAt(20 * minute, 10 * minute)).toBe(50 * minute);
  });
});

test("what may be done follows the person and what was done", () => {
  const all = { act: true, tow: true };
  expect(actionsOf(all, standing)).toEqual(["call", "depart"]);
  expect(actionsOf(all, { ...standing, calls: [0] })).toEqual(["call", "tow", "depart"]);
  expect(actionsOf({ act: true, tow: false }, { ...standing, calls: [0] })).toEqual([
    "call",
    "depart",
  ]);
  expect(actionsOf(all, { ...standing, calls: [0], towed: true })).toEqual(["call", "depart"]);
  expect(actionsOf(all, { ...standing, gone: true })).toEqual([]);
  expect(actionsOf({ act: false, tow: false }, standing)).toEqual([]);
});

describe("what keeps coming back", () => {
  const stop = (id: string, vehicle: string, laneKey: string, at: number): SeenStop => ({
    id,
    vehicle,
    laneKey,
    lane: `lane ${laneKey}`,
    at,
  });
  const found = recurrences([
    stop("e", "v", "two", 5),
    stop("d", "w", "two", 4),
    stop("c", "v", "one", 3),
    stop("b", "x", "two", 2),
    stop("a", "v", "one", 1),
  ]);
  test("vehicles are listed from the second time on, with every lane and the newest stop", () => {
    expect(found.vehicles).toEqual([
      { last: stop("e", "v", "two", 5), times: 3, lanes: ["lane two", "lane one"] },
    ]);
  });
  test("lanes are listed by how often, then by how lately they were blocked", () => {
    expect(found.lanes.map(({ last, times, vehicles }) => [last.laneKey, times, vehicles])).toEqual(
      [
        ["two", 3, 3],
        ["one", 2, 1],
      ],
    );
  });
});
