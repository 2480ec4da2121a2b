import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Region, centroidOf, clipToHalfPlane, regionContains } from "./half-plane.ts";

const comb: Region = [[0, 0, 10, 0, 10, 6, 8, 6, 8, 2, 6, 2, 6, 6, 4, 6, 4, 2, 2, 2, 2, 6, 0, 6]];
const frame: Region = [
  [0, 0, 9, 0, 9, 9, 0, 9],
  [3, 3, 3, 6, 6, 6, 6, 3],
];
const areaOf = (region: Region) => (region.length === 0 ? 0 : centroidOf(region).area);

test("a line through the teeth of a comb leaves each tooth a piece of its own", () => {
  const teeth = clipToHalfPlane(comb, 0, -1, -4);
  const rest = clipToHalfPlane(comb, 0, 1, 4);

  expect(teeth.map((tooth) => areaOf([tooth]))).toEqual([4, 4, 4]);
  expect(rest).toHaveLength(1);
  expect(areaOf(rest)).toBe(areaOf(comb) - 12);
});

test("a line along the feet of the gaps, through four vertices, loses nothing", () => {
  const teeth = clipToHalfPlane(comb, 0, -1, -2);
  const rest = clipToHalfPlane(comb, 0, 1, 2);

  expect(areaOf(teeth)).toBe(24);
  expect(areaOf(rest)).toBe(20);
});

test("a line through a hole opens it", () => {
  const left = clipToHalfPlane(frame, 1, 0, 4.5);

  expect(left).toHaveLength(1);
  expect(areaOf(left)).toBe(36);
  expect(regionContains(left, 4, 4.5)).toBe(false);
});

test("a line beside a hole keeps it", () => {
  const left = clipToHalfPlane(frame, 1, 0, 7);

  expect(left).toHaveLength(2);
  expect(areaOf(left)).toBe(54);
});

test("whatever the line, every point is on exactly one side and no area is lost", () => {
  const inUnits = fc.double({ min: -1, max: 1, noNaN: true });
  const slope = fc.tuple(inUnits, inUnits).filter(([a, b]) => Math.hypot(a, b) > 0.01);
  const place = fc.double({ min: 0, max: 10, noNaN: true });

  fc.assert(
    fc.property(slope, place, place, place, place, ([a, b], x, y, pointX, pointY) => {
      const c = a * x + b * y;
      for (const region of [comb, frame]) {
        const near = clipToHalfPlane(region, a, b, c);
        const far = clipToHalfPlane(region, -a, -b, -c);
        expect(areaOf(near) + areaOf(far)).toBeCloseTo(areaOf(region), 6);

        const excess = a * pointX + b * pointY - c;
        if (Math.abs(excess) < 1e-6) continue;
        const [side, otherSide] = excess < 0 ? [near, far] : [far, near];
        expect(regionContains(otherSide, pointX, pointY)).toBe(false);
        expect(regionContains(side, pointX, pointY)).toBe(regionContains(region, pointX, pointY));
      }
    }),
  );
});
