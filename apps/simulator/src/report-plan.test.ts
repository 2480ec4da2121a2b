import type { Unit } from "@gezhi/contract/units.ts";
import { expect, test } from "vitest";
import { Dice } from "./dice.ts";
import { planReport, type PlannedReport } from "./report-plan.ts";

const grids = async (unit: string) =>
  Array.from({ length: 40 }, (_, n) => ({
    code: `${unit.slice(0, 9)}001${String(n + 1).padStart(3, "0")}`,
    lon: 106.5 + n * 1e-3,
    lat: 29.5,
  })) as Unit[];

async function planned(seed: number, more: { rate?: number; unit?: string } = {}) {
  const dice = new Dice(seed);
  const reports: PlannedReport[] = [];
  for (let number = 0; number < 500; number += 1)
    reports.push(await planReport(dice, { number, rate: 5, unit: undefined, grids, ...more }));
  return reports;
}

test("the same seed gives the same reports: kind, place, time, words and source", async () => {
  const reports = await planned(21);
  expect(await planned(21)).toEqual(reports);
  expect(new Set(reports.map(({ clientId }) => clientId)).size).toBe(reports.length);
  expect(reports.map(({ afterMs }) => afterMs).slice(0, 3)).toEqual([0, 200, 400]);

  const others = await planned(22);
  for (const part of ["category", "grid", "text", "clientId"] as const)
    expect(others.map((one) => one[part])).not.toEqual(reports.map((one) => one[part]));
});

test("how fast they come changes when, and nothing else", async () => {
  const withoutTime = (reports: PlannedReport[]) => reports.map((one) => ({ ...one, afterMs: 0 }));
  const [slow, fast] = [await planned(21, { rate: 0.1 }), await planned(21, { rate: 50 })];
  expect(withoutTime(slow)).toEqual(withoutTime(fast));
  expect([slow[10]!.afterMs, fast[10]!.afterMs]).toEqual([100_000, 200]);
});

test("within a unit all lie there", async () => {
  const reports = await planned(1, { unit: "500108102" });
  expect(reports.every(({ grid }) => grid.startsWith("500108102"))).toBe(true);
});
