import type { Feature, FeatureCollection } from "geojson";
import { expect, test } from "vitest";
import { boundsOf, middleOf } from "./map-geometry.ts";

const square = (x: number, y: number, size: number, strong = false): Feature => ({
  type: "Feature",
  properties: { strong },
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
        [x, y],
      ],
    ],
  },
});
const of = (...features: Feature[]): FeatureCollection => ({ type: "FeatureCollection", features });

test("the view fits the strong area, not all of its surroundings", () => {
  const [west, south, east, north] = boundsOf(
    of(square(106, 29, 1), square(106.5, 29.5, 0.1, true)),
    [],
  );

  expect(west).toBeGreaterThan(106.4);
  expect(south).toBeGreaterThan(29.4);
  expect(east).toBeLessThan(106.7);
  expect(north).toBeLessThan(29.7);
});

test("one point alone has a box around it", () => {
  const [west, south, east, north] = boundsOf(undefined, [{ lon: 106.5, lat: 29.5 }]);

  expect(east - west).toBeGreaterThan(0.002);
  expect(north - south).toBeGreaterThan(0.002);
});

test("the name of a unit of several areas stands in the one with the finest outline", () => {
  const small = square(0, 0, 1).geometry;
  const large = square(10, 10, 2).geometry;
  if (small.type !== "Polygon" || large.type !== "Polygon") throw new Error("squares are polygons");
  const fine = [...(large.coordinates[0] ?? []), [10, 11], [10, 10]];

  expect(middleOf({ type: "MultiPolygon", coordinates: [small.coordinates, [fine]] })).toEqual([
    11, 11,
  ]);
});
