import { createHash } from "node:crypto";
import { ancestorAt, parentOf } from "@gezhi/contract/units.ts";
import { expect, test } from "vitest";
import { deriveCity, deriveCityInBatches } from "./city.ts";
import type { Boundary, Position, Unit, UnitLevel } from "./city-model.ts";
import { seededRandom } from "./seeded-random.ts";

const progress: [done: number, total: number][] = [];
const { units } = deriveCity((done, total) => progress.push([done, total]));
const ofLevel = (level: UnitLevel) => units.filter((unit) => unit.level === level);
const grids = ofLevel("grid");
const unitByCode = new Map(units.map((unit) => [unit.code, unit]));
const hash = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

const ringsOf = (boundary: Boundary): Position[][] =>
  boundary.type === "Polygon" ? boundary.coordinates : boundary.coordinates.flat();

/** Turns of the rings round the point, counted by crossings of the ray to the east: 1 inside, 0 outside. */
function windingNumber(boundary: Boundary, [lon, lat]: Position): number {
  let turns = 0;
  for (const ring of ringsOf(boundary))
    for (let index = 1; index < ring.length; index++) {
      const [fromLon, fromLat] = ring[index - 1]!;
      const [toLon, toLat] = ring[index]!;
      if (fromLat <= lat === toLat <= lat) continue;
      const side = (toLon - fromLon) * (lat - fromLat) - (lon - fromLon) * (toLat - fromLat);
      if (toLat > fromLat && side > 0) turns++;
      if (toLat < fromLat && side < 0) turns--;
    }
  return turns;
}

/** West, south, east, north of every grid. */
const boxes = Float64Array.from(grids.flatMap(({ boundary }) => boxOf(boundary)));

function boxOf(boundary: Boundary): [west: number, south: number, east: number, north: number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of ringsOf(boundary))
    for (const [lon, lat] of ring) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
  return box;
}

/** Every grid is asked; no index takes part. */
function gridsAround(point: Position): string[] {
  const [lon, lat] = point;
  const holders: string[] = [];
  for (let index = 0; index < grids.length; index++) {
    const box = 4 * index;
    if (lon < boxes[box]! || lon > boxes[box + 2]!) continue;
    if (lat < boxes[box + 1]! || lat > boxes[box + 3]!) continue;
    const { code, boundary } = grids[index]!;
    if (windingNumber(boundary, point) !== 0) holders.push(code);
  }
  return holders;
}

function randomPoints(count: number, wanted: (point: Position) => boolean): Position[] {
  const [west, south, east, north] = boxOf(units[0]!.boundary);
  const random = seededRandom("tiling");
  const points: Position[] = [];
  while (points.length < count) {
    const point: Position = [
      west - 0.1 + random() * (east - west + 0.2),
      south - 0.1 + random() * (north - south + 0.2),
    ];
    if (wanted(point)) points.push(point);
  }
  return points;
}

const isInCity = (point: Position) => windingNumber(units[0]!.boundary, point) !== 0;

test("the city has 38 districts, 1,031 towns, 11,270 villages and 65,000 grids", () => {
  const counts = (["city", "district", "town", "village", "grid"] as const).map(
    (level) => ofLevel(level).length,
  );

  expect(counts).toEqual([1, 38, 1031, 11_270, 65_000]);
  expect(units[0]).toMatchObject({ code: "50", name: "重庆市", parent: null });
  expect(units[0]!.areaKm2).toBeGreaterThan(82_300);
  expect(units[0]!.areaKm2).toBeLessThan(82_500);
});

test("progress runs from the city to the last district", () => {
  expect(progress).toHaveLength(39);
  expect(progress[0]).toEqual([0, 38]);
  expect(progress.at(-1)).toEqual([38, 38]);
});

test("a code is the path: the parent is its prefix and stands before it", () => {
  const codes = units.map(({ code }) => code);

  expect(codes).toEqual(codes.toSorted());
  expect(new Set(codes).size).toBe(codes.length);
  expect(units.filter(({ code, parent }) => (parentOf(code) ?? null) !== parent)).toEqual([]);
  expect(units.filter(({ code, level }) => ancestorAt(code, level) !== code)).toEqual([]);
});

test("every village has at least two grids, numbered in words from the first", () => {
  const names = new Map<string, string[]>();
  for (const { parent, name } of grids) names.set(parent!, [...(names.get(parent!) ?? []), name]);

  expect(names.size).toBe(11_270);
  expect(Math.min(...Array.from(names.values(), (each) => each.length))).toBeGreaterThanOrEqual(2);
  expect(names.get("500103001017")).toEqual(
    "一 二 三 四 五 六 七 八 九 十 十一"
      .split(" ")
      .map((number) => `第${number}网格`)
      .slice(0, names.get("500103001017")!.length),
  );
  expect(grids.some(({ name }) => name === "第十一网格")).toBe(true);
});

test("a community of a street has more grids than one of a town, and that more than a village", () => {
  const mean = (wanted: (village: Unit, town: Unit) => boolean) => {
    const villages = ofLevel("village").filter((one) => wanted(one, unitByCode.get(one.parent!)!));
    const codes = new Set(villages.map(({ code }) => code));
    return grids.filter(({ parent }) => codes.has(parent!)).length / villages.length;
  };
  const community = (village: Unit) => village.shortName.endsWith("社区");
  const street = (town: Unit) => town.name.endsWith("街道");

  const inStreet = mean((village, town) => community(village) && street(town));
  const inTown = mean((village, town) => community(village) && !street(town));
  const rural = mean((village) => !community(village));

  expect([inStreet, inTown, rural].map(Math.round)).toEqual([11, 7, 4]);
});

test("grids are numbered in rows from north to south, each from west to east", () => {
  const village = grids.filter(({ parent }) => parent === "500103001017");
  const rows = Math.round(Math.sqrt(village.length));
  const perRow = Math.ceil(village.length / rows);
  const row = (number: number) => village.slice(number * perRow, (number + 1) * perRow);

  for (let number = 0; number < rows; number++) {
    const lons = row(number).map(({ lon }) => lon);
    expect(lons).toEqual(lons.toSorted((left, right) => left - right));
    const next = row(number + 1).map(({ lat }) => lat);
    expect(Math.min(...row(number).map(({ lat }) => lat))).toBeGreaterThan(Math.max(0, ...next));
  }
});

test("districts are as surveyed, what lies below is marked approximate", () => {
  const wrong = units.filter(({ level, approximate }) => approximate !== !isSurveyed(level));

  expect(wrong).toEqual([]);
});
const isSurveyed = (level: UnitLevel) => level === "city" || level === "district";

test("5,000 random points of the city lie in exactly one grid each, and in its village, town, district", () => {
  for (const point of randomPoints(5000, isInCity)) {
    const [code, ...others] = gridsAround(point);
    expect(others).toEqual([]);
    for (const length of [6, 9, 12])
      expect(windingNumber(unitByCode.get(code!.slice(0, length))!.boundary, point)).toBe(1);
  }
});

test("points outside the city lie in no grid", () => {
  for (const point of randomPoints(2000, (each) => !isInCity(each)))
    expect(gridsAround(point)).toEqual([]);
});

test("inside a district every edge of a grid is the edge of exactly one other, the other way round", () => {
  const outlines = ofLevel("district").map((district) => {
    const edges = new Set<string>();
    for (const { code, boundary } of grids) {
      if (!code.startsWith(district.code)) continue;
      for (const ring of ringsOf(boundary))
        for (let index = 1; index < ring.length; index++) {
          const [from, to] = [String(ring[index - 1]), String(ring[index])];
          if (!edges.delete(`${to} ${from}`)) edges.add(`${from} ${to}`);
        }
    }
    return { district, rings: countRings(edges) };
  });

  for (const { district, rings } of outlines) expect(rings).toBe(ringsOf(district.boundary).length);
});

/** Throws off an edge that leads nowhere, which a gap or an overlap would leave. */
function countRings(edges: Set<string>): number {
  const next = new Map(Array.from(edges, (edge) => edge.split(" ") as [string, string]));
  expect(next.size).toBe(edges.size);
  let rings = 0;
  while (next.size > 0) {
    rings++;
    const [start] = next.keys();
    for (let at = start; at !== undefined;) {
      const to = next.get(at);
      next.delete(at);
      at = to === start ? undefined : to;
    }
  }
  return rings;
}

test.each(["town", "village", "grid"] as const)(
  "the areas of all %ss add up to the city",
  (level) => {
    const sum = ofLevel(level).reduce((all, { areaKm2 }) => all + areaKm2, 0);

    expect(Math.abs(sum - units[0]!.areaKm2)).toBeLessThan(0.01);
  },
);

test("the point of every unit lies inside it", () => {
  const outside = units.filter(
    ({ boundary, lon, lat }) => windingNumber(boundary, [lon, lat]) !== 1,
  );

  expect(outside).toEqual([]);
});

test("a known town stands where it is known to stand", () => {
  expect(unitByCode.get("500108102")).toMatchObject({
    name: "涂山镇",
    lon: 106.597748,
    lat: 29.581043,
  });
});

test("coordinates have six decimals at most and rings are closed", () => {
  const rough = units.filter(({ boundary }) =>
    ringsOf(boundary).some(
      (ring) =>
        String(ring[0]) !== String(ring.at(-1)) ||
        ring.some((position) => position.some((value) => value !== Number(value.toFixed(6)))),
    ),
  );

  expect(rough).toEqual([]);
});

test("the same input gives the same city, byte for byte", () => {
  let again = 0;
  for (const batch of deriveCityInBatches()) {
    const first = units.slice(again, again + batch.units.length);
    expect(hash(batch.units)).toBe(hash(first));
    again += batch.units.length;
  }
  expect(again).toBe(units.length);
});
