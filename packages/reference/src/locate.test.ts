import { expect, test } from "vitest";
import { boundaryContains } from "./boundary-measures.ts";
import { deriveCityInBatches } from "./city.ts";
import type { Polygon } from "./city-model.ts";
import { createLocator } from "./locate.ts";
import { seededRandom } from "./seeded-random.ts";

/** 渝中区 and 南岸区 face each other across the river. */
const units = Array.from(deriveCityInBatches())
  .filter(({ units: [first] }) => first!.code === "500103" || first!.code === "500108")
  .flatMap((batch) => batch.units);
const grids = units.filter(({ level }) => level === "grid");
const locator = createLocator(grids);

const box = (code: string, west: number, south: number, size: number) => {
  const [east, north] = [west + size, south + size];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ] as Polygon["coordinates"][0];
  return { code, boundary: { type: "Polygon" as const, coordinates: [ring] } };
};
const metre = 1 / 111_195;

test("the locator answers what asking every grid answers, give or take two metres outside", () => {
  const random = seededRandom("locator");
  const points = Array.from({ length: 3000 }, () => ({
    lon: 106.45 + random() * 0.4,
    lat: 29.46 + random() * 0.2,
  }));

  const holders = points.map(
    ({ lon, lat }) => grids.find(({ boundary }) => boundaryContains(boundary, lon, lat))?.code,
  );
  const found = points.map(({ lon, lat }) => locator.locate(lon, lat));

  expect(holders.filter((holder) => holder !== undefined).length).toBeGreaterThan(900);
  const nearest = points.map(({ lon, lat }) => locator.nearestUnits(lon, lat, 2)[0]?.code);
  expect(found).toEqual(holders.map((holder, index) => holder ?? nearest[index]));
});

test("the point of every grid is found in that grid", () => {
  expect(grids.filter(({ code, lon, lat }) => locator.locate(lon, lat) !== code)).toEqual([]);
});

test("a point on a shared corner belongs to one grid", () => {
  const corners = grids.flatMap(({ boundary }) =>
    boundary.type === "Polygon" ? boundary.coordinates[0]! : [],
  );

  expect(corners.filter(([lon, lat]) => locator.locate(lon, lat) === undefined)).toEqual([]);
});

test("a hole and a second piece count", () => {
  const hole = box("", 106.4, 29.4, 0.2).boundary.coordinates[0]!.toReversed();
  const frame = box("frame", 106, 29, 1);
  const located = createLocator([
    {
      code: "frame",
      boundary: { type: "Polygon", coordinates: [...frame.boundary.coordinates, hole] },
    },
    {
      code: "two",
      boundary: {
        type: "MultiPolygon",
        coordinates: [
          box("", 106.45, 29.45, 0.05).boundary.coordinates,
          box("", 108, 29, 0.1).boundary.coordinates,
        ],
      },
    },
  ]);

  expect(located.locate(106.1, 29.1)).toBe("frame");
  expect(located.locate(106.47, 29.47)).toBe("two");
  expect(located.locate(106.55, 29.55)).toBeUndefined();
  expect(located.locate(108.05, 29.05)).toBe("two");
});

test("a point in a gap between two grids goes to the nearer one", () => {
  const gap = 3 * metre;
  const located = createLocator([box("west", 106, 29, 0.01), box("east", 106.01 + gap, 29, 0.01)]);

  expect(located.locate(106.01 + 0.3 * gap, 29.005)).toBe("west");
  expect(located.locate(106.01 + 0.7 * gap, 29.005)).toBe("east");
});

test("one metre outside still answers, three metres outside does not", () => {
  const located = createLocator([box("only", 106, 29, 0.01)]);

  expect(located.locate(106.005, 29 - metre)).toBe("only");
  expect(located.locate(106.005, 29 - 3 * metre)).toBeUndefined();
  expect(located.locate(Number.NaN, 29)).toBeUndefined();
});

test("nearby units come nearest first, with their distance", () => {
  const located = createLocator([
    box("here", 106, 29, 0.001),
    box("next", 106, 29.001 + 50 * metre, 0.001),
    box("far", 106, 29.001 + 500 * metre, 0.001),
  ]);

  const near = located.nearestUnits(106.0005, 29.001 - 10 * metre, 100);

  expect(near.map(({ code, metres }) => [code, Math.round(metres)])).toEqual([
    ["here", 0],
    ["next", 60],
  ]);
});

test("without units nothing is found", () => {
  const empty = createLocator([]);

  expect(empty.locate(106.5, 29.5)).toBeUndefined();
  expect(empty.nearestUnits(106.5, 29.5, 1000)).toEqual([]);
});
