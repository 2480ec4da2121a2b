import { expect, test } from "vitest";
import { mmOf, roundedScale, scaleOf } from "./scale-rules.ts";

test("a bar is as long on paper as its metres are on the ground", () => {
  for (const groundM of [320, 1_234, 9_876, 54_321, 400_000]) {
    const { denominator, barM, barMm } = scaleOf(groundM, 330);
    expect((barMm / 1000) * denominator).toBeCloseTo(barM, 6);
    expect(denominator).toBeCloseTo(groundM / 0.33, 6);
    expect(barMm).toBeLessThanOrEqual(70);
    expect(barMm).toBeGreaterThan(70 / 2.5 - 1e-9);
    expect([1, 2, 5]).toContain(Number(barM.toExponential(2).split("e")[0]));
  }
});

test("a kilometre on ten centimetres is 1 : 10,000", () => {
  expect(scaleOf(3_300, 330)).toEqual({ denominator: 10_000, barM: 500, barMm: 50 });
});

test("a scale is told with three digits", () => {
  expect([9_999, 12_345, 987_654].map(roundedScale)).toEqual([10_000, 12_300, 988_000]);
});

test("a pixel of a style sheet is a 96th of an inch", () => {
  expect(mmOf(96)).toBeCloseTo(25.4, 9);
});
