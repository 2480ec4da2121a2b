import { expect, test } from "vitest";
import { type Region, centroidOf, regionContains } from "./half-plane.ts";
import { seededRandom } from "./seeded-random.ts";
import { distanceSquared, spreadSites, voronoiCells } from "./voronoi-cells.ts";

const bay: Region = [[0, 0, 100, 0, 100, 60, 70, 60, 50, 10, 30, 60, 0, 60]];

test.each([2, 5, 30])("%i cells share out the whole region by the nearest site", (count) => {
  const random = seededRandom("cells");
  const sites = spreadSites(bay, count, [], random);

  const cells = voronoiCells(bay, sites);

  const areas = cells.map((cell) => centroidOf(cell).area);
  expect(areas.reduce((all, area) => all + area, 0)).toBeCloseTo(centroidOf(bay).area, 6);
  for (let draw = 0; draw < 500; draw++) {
    const point = { x: random() * 100, y: random() * 60 };
    const holders = cells.flatMap((cell, index) =>
      regionContains(cell, point.x, point.y) ? index : [],
    );
    const distances = sites.map((site) => distanceSquared(site, point));
    const nearest = distances.indexOf(Math.min(...distances));
    expect(holders).toEqual(regionContains(bay, point.x, point.y) ? [nearest] : []);
  }
});

test("a cell cut in two by a bay stays with its site", () => {
  const [south] = voronoiCells(bay, [
    { x: 50, y: 20 },
    { x: 50, y: -20 },
  ]);
  const [north] = voronoiCells(bay, [
    { x: 50, y: 70 },
    { x: 50, y: 0 },
  ]);

  expect(south).toHaveLength(1);
  expect(north).toHaveLength(2);
});

test("known sites stay, and the seed alone decides the new ones", () => {
  const known = [{ x: 10, y: 50 }];
  const once = spreadSites(bay, 6, known, seededRandom("a"));
  const again = spreadSites(bay, 6, known, seededRandom("a"));
  const other = spreadSites(bay, 6, known, seededRandom("b"));

  expect(once[0]).toEqual(known[0]);
  expect(again).toEqual(once);
  expect(other).not.toEqual(once);
});
