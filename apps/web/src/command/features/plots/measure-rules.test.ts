import { expect, test } from "vitest";
import { areaOf, areaText, lengthOf, lengthText, measureOf } from "./measure-rules.ts";

const earthM = 6_371_008.8;

test("a quarter of the equator and a quarter of a meridian are as long as the sphere says", () => {
  const quarter = (Math.PI / 2) * earthM;
  expect(
    lengthOf([
      [0, 0],
      [90, 0],
    ]),
  ).toBeCloseTo(quarter, 0);
  expect(
    lengthOf([
      [106, 0],
      [106, 45],
      [106, 90],
    ]),
  ).toBeCloseTo(quarter, 0);
});

test("a degree of longitude is shorter in Chongqing than a degree of latitude, by the cosine", () => {
  const across = lengthOf([
    [106.5, 29.55],
    [106.51, 29.55],
  ]);
  const along = lengthOf([
    [106.5, 29.55],
    [106.5, 29.56],
  ]);
  expect(across / along).toBeCloseTo(Math.cos((29.55 * Math.PI) / 180), 3);
});

test("an octant of the sphere has an eighth of its area, whichever way it is drawn", () => {
  const octant = (4 * Math.PI * earthM ** 2) / 8;
  const ring = [
    [0, 0],
    [90, 0],
    [90, 90],
    [0, 90],
  ] as const;
  expect(areaOf(ring) / octant).toBeCloseTo(1, 9);
  expect(areaOf(ring.toReversed()) / octant).toBeCloseTo(1, 9);
});

test("a small square has the area of its sides, closed or not", () => {
  const ring = [
    [106.5, 29.55],
    [106.51, 29.55],
    [106.51, 29.56],
    [106.5, 29.56],
  ] as const;
  const sides = lengthOf([ring[0], ring[1]]) * lengthOf([ring[1], ring[2]]);
  expect(areaOf(ring) / sides).toBeCloseTo(1, 3);
  expect(areaOf([...ring, ring[0]])).toBeCloseTo(areaOf(ring), 6);
});

test("a shape that is not there yet has no measure", () => {
  expect(measureOf("Point", [[106, 29]])).toEqual({});
  expect(measureOf("LineString", [[106, 29]])).toEqual({});
  expect(
    measureOf("Polygon", [
      [106, 29],
      [106, 30],
    ]),
  ).not.toHaveProperty("areaM2");
});

test("lengths and areas are told in the unit that fits", () => {
  expect([3.06, 850, 1250].map(lengthText)).toEqual([
    { n: "3.1", unit: "m" },
    { n: "850", unit: "m" },
    { n: "1.25", unit: "km" },
  ]);
  expect([2500, 1_250_000].map(areaText)).toEqual([
    { n: "2500", unit: "m2" },
    { n: "1.250", unit: "km2" },
  ]);
});
