import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { belongs, clusterAround, type Happened } from "./cluster-rules.ts";
import { hotSpotLimits, usualLimits } from "./hot-spot-limit-rules.ts";
import { rateOf, costsOf } from "./hot-spot-rules.ts";
import { commonUnit, streetOf } from "./street-rules.ts";

const dayMs = 86_400_000;
const lat = 29.4;
const metre = 1 / (111_320 * Math.cos((lat * Math.PI) / 180));
/** So many metres east, on such a day. */
const one = (id: string, east: number, day: number): Happened => ({
  id,
  lon: 105.6 + east * metre,
  lat,
  at: day * dayMs,
});

describe("a cluster", () => {
  const raises = (...all: Happened[]) => clusterAround(all.at(-1)!, all.slice(0, -1), usualLimits);

  test.each<[string, Happened[], number]>([
    ["two are none", [one("a", 0, 0), one("b", 10, 1)], 0],
    ["three are one", [one("a", 0, 0), one("b", 10, 1), one("c", 20, 2)], 3],
    ["days: the 30th counts", [one("a", 0, 0), one("b", 0, 1), one("c", 0, 30)], 3],
    ["days: a moment later does not", [one("a", 0, 0), one("b", 0, 1), one("c", 0, 30.00001)], 0],
    ["metres: 199 counts", [one("a", 199, 0), one("b", 0, 1), one("c", -199, 2)], 3],
    ["metres: 201 does not", [one("a", 201, 0), one("b", 0, 1), one("c", -201, 2)], 0],
    ["the middle one came first", [one("b", 0, 0), one("a", 150, 1), one("c", -150, 2)], 3],
    ["the earliest is told last", [one("b", 0, 20), one("c", 0, 25), one("a", 0, 1)], 3],
    [
      "who follows one of them in time comes along",
      [one("a", 0, 0), one("b", 0, 29), one("c", 0, 58), one("d", 0, 30)],
      4,
    ],
  ])("%s", (_what, all, members) => {
    expect(raises(...all)?.members.length ?? 0).toBe(members);
  });

  test("is the same whichever of three becomes known last", () => {
    const happened = fc.record({
      east: fc.integer({ min: -400, max: 400 }),
      day: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(happened, happened, happened, (a, b, c) => {
        const all = [a, b, c].map(({ east, day }, index) => one(String(index), east, day));
        const found = all.map((last) =>
          Boolean(
            clusterAround(
              last,
              all.filter(({ id }) => id !== last.id),
              usualLimits,
            ),
          ),
        );
        expect(new Set(found).size).toBe(1);
      }),
    );
  });
});

test("a card takes in what lies in its circle and, while it is open, near in time", () => {
  const card = { ...one("m", 0, 0), metres: 200, days: 30, firstAt: 0, lastAt: 10 * dayMs };
  expect(belongs(card, one("x", 199, 40), true)).toBe(true);
  expect(belongs(card, one("x", 199, 40.001), true)).toBe(false);
  expect(belongs(card, one("x", 199, 400), false)).toBe(true);
  expect(belongs(card, one("x", 201, 5), true)).toBe(false);
});

test("where nothing else is set three in 30 days and 200 metres are a hot spot", () => {
  expect(hotSpotLimits({})).toEqual({ least: 3, days: 30, metres: 200 });
});

test.each([
  ["重庆市荣昌区昌州街道昌龙大道12号", "昌龙大道"],
  ["解放碑街道临江路社区12号", "临江路"],
  ["滨河路与桂园路交叉口", "滨河路"],
  ["昌州街道海棠社区", ""],
  ["南区路12号", "南区路"],
  ["", ""],
])("the street of %s", (address, street) => {
  expect(streetOf(address)).toBe(street);
});

test("what towns have in common is a unit", () => {
  expect(commonUnit(["500103001", "500103001"])).toBe("500103001");
  expect(commonUnit(["500103001", "500103003"])).toBe("500103");
  expect(commonUnit(["500103001", "500108001"])).toBe("50");
});

test("a rate is said per 30 days, and not of less than a week", () => {
  expect(rateOf(12, 0, 150 * dayMs)).toEqual({ n: 12, days: 150, per30: 2.4 });
  expect(rateOf(0, 0, 6 * dayMs)).toEqual({ n: 0, days: 6, per30: null });
});

test("options are compared by what a year of them costs", () => {
  expect(costsOf({ quantity: 40, unitCost: 300, years: 2 })).toEqual({
    cost: 12_000,
    costPerYear: 6000,
  });
  expect(costsOf({ quantity: 40, unitCost: 600, years: 15 }).costPerYear).toBe(1600);
  expect(costsOf({ quantity: null, unitCost: null, years: 2 }).cost).toBeNull();
});
