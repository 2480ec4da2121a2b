import { expect, test } from "vitest";
import { monthsUntil, placesOf, sumByMonth } from "./fall-rules.ts";

test("months are those of Beijing, across the turn of a year", () => {
  expect(monthsUntil(Date.parse("2026-01-31T16:30:00Z"), 3)).toEqual([
    { month: "2025-12", from: new Date("2025-11-30T16:00:00Z") },
    { month: "2026-01", from: new Date("2025-12-31T16:00:00Z") },
    { month: "2026-02", from: new Date("2026-01-31T16:00:00Z") },
  ]);
});

test("a month without any counts nought, and each grid and building has a line of its own", () => {
  const months = monthsUntil(Date.parse("2026-03-10T00:00:00Z"), 3);
  const rows = [
    { month: "2026-03", unit: "b", building: "2栋", count: 1 },
    { month: "2026-01", unit: "b", building: "2栋", count: 2 },
    { month: "2026-03", unit: "b", building: null, count: 4 },
    { month: "2026-01", unit: "a", building: "2栋", count: 8 },
  ];
  expect(sumByMonth(months, rows)).toEqual([10, 0, 5]);
  expect(placesOf(months, rows)).toEqual([
    { unit: "a", building: "2栋", counts: [8, 0, 0], total: 8 },
    { unit: "b", building: null, counts: [0, 0, 4], total: 4 },
    { unit: "b", building: "2栋", counts: [2, 0, 1], total: 3 },
  ]);
  expect(placesOf(months, [])).toEqual([]);
});
