import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  areaOf,
  checkArea,
  type CleanArea,
  commonSquareMetres,
  squareMetres,
} from "./area-rules.ts";
import { tilingFaults } from "./tiling-rules.ts";

/** Corners in thousandths of a degree east and north of a point in the city. */
const at = ([x, y]: readonly [number, number]): [number, number] => [
  Math.round((106.5 + x / 1000) * 1e6) / 1e6,
  Math.round((29.5 + y / 1000) * 1e6) / 1e6,
];
const ring = (...corners: [number, number][]) => [...corners, corners[0]!].map(at);
const box = (west: number, south: number, east: number, north: number): CleanArea => ({
  type: "Polygon",
  coordinates: [ring([west, south], [east, south], [east, north], [west, north])],
});

describe("an area taken alone", () => {
  const faultsOf = (coordinates: [number, number][][]) =>
    checkArea({ type: "Polygon", coordinates }).faults.join("\n");

  test.each([
    ["a bow tie", [ring([0, 0], [4, 4], [4, 0], [0, 2])], /自相交，在 106\.501333,29\.501333/],
    ["a ring that is not closed", [ring([0, 0], [1, 0], [1, 1]).slice(0, -1)], /没有闭合/],
    ["two corners", [ring([0, 0], [1, 0])], /不足三个/],
    ["a line there and back", [ring([0, 0], [1, 0], [2, 0])], /面积为零/],
    ["no ring", [], /没有外环/],
    [
      "a hole that cuts the outside",
      [ring([0, 0], [4, 0], [4, 4], [0, 4]), ring([2, 2], [6, 2], [6, 3], [2, 3])],
      /自相交/,
    ],
  ] as [string, [number, number][][], RegExp][])(
    "%s is a fault",
    (_name, coordinates, expected) => {
      expect(faultsOf(coordinates)).toMatch(expected);
    },
  );

  test("comes out turned the right way round, with the hole the other way", () => {
    const outside = ring([0, 0], [0, 4], [4, 4], [4, 0]);
    const hole = ring([1, 1], [2, 1], [2, 2], [1, 2]);

    const { area } = checkArea({ type: "Polygon", coordinates: [outside, hole] });

    expect(area?.coordinates).toEqual([outside.toReversed(), hole.toReversed()]);
  });

  test("touching itself in a corner is no crossing", () => {
    expect(faultsOf([ring([0, 0], [2, 0], [1, 1], [2, 2], [0, 2], [1, 1])])).toBe("");
  });
});

describe("what two areas have in common", () => {
  test("is the whole of one that lies in the other, and nothing of one beside it", () => {
    const inner = box(1, 1, 2, 2);

    expect(commonSquareMetres(inner, box(0, 0, 4, 4))).toBeCloseTo(squareMetres(inner), 3);
    expect(commonSquareMetres(inner, box(2, 1, 3, 2))).toBe(0);
  });

  test("leaves out holes", () => {
    const ringed: CleanArea = {
      type: "Polygon",
      coordinates: [ring([0, 0], [4, 0], [4, 4], [0, 4]), ring([1, 1], [1, 3], [3, 3], [3, 1])],
    };

    expect(commonSquareMetres(ringed, box(1, 1, 3, 3))).toBeCloseTo(0, 6);
    expect(squareMetres(ringed)).toBeCloseTo(
      squareMetres(box(0, 0, 4, 4)) - squareMetres(box(1, 1, 3, 3)),
      0,
    );
  });

  test("of two boxes is the box they share, wherever they lie", () => {
    const side = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(side, side, side, side, ([ax, aw], [ay, ah], [bx, bw], [by, bh]) => {
        const one = box(ax, ay, ax + aw, ay + ah);
        const other = box(bx, by, bx + bw, by + bh);
        const west = Math.max(ax, bx);
        const east = Math.min(ax + aw, bx + bw);
        const south = Math.max(ay, by);
        const north = Math.min(ay + ah, by + bh);
        const shared =
          west < east && south < north ? squareMetres(box(west, south, east, north)) : 0;
        // The width of a degree is taken at the middle of each slab: a part in a million either way.
        const error = Math.abs(commonSquareMetres(one, other) - shared);
        expect(error).toBeLessThanOrEqual(1 + shared * 1e-5);
        expect(Math.abs(commonSquareMetres(other, one) - shared)).toBeLessThanOrEqual(
          1 + shared * 1e-5,
        );
      }),
    );
  });

  test("of crossing triangles is the same from both sides and never more than either", () => {
    const corner = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }));
    const triangle = fc
      .tuple(corner, corner, corner)
      .map((corners) => checkArea({ type: "Polygon", coordinates: [ring(...corners)] }).area)
      .filter((area) => area !== undefined);
    fc.assert(
      fc.property(triangle, triangle, (one, other) => {
        const common = commonSquareMetres(one, other);
        const least = Math.min(squareMetres(one), squareMetres(other));
        expect(common).toBeLessThanOrEqual(least * 1.0001 + 1);
        expect(common).toBeCloseTo(commonSquareMetres(other, one), 0);
        expect(common).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("children fill their parent", () => {
  const parent = { code: "500103", name: "区", area: box(0, 0, 10, 10) };
  const tile = (code: string, area: CleanArea) => ({ code, name: `镇${code}`, area });
  const west = tile("500103001", box(0, 0, 5, 10));
  const faultsOf = async (...tiles: ReturnType<typeof tile>[]) =>
    (await tilingFaults(parent, tiles)).map(({ code, message }) => `${code} ${message}`);

  test("two halves do", async () => {
    expect(await faultsOf(west, tile("500103002", box(5, 0, 10, 10)))).toEqual([]);
  });

  test("a gap is named with its size and a place in it", async () => {
    const [fault, ...others] = await faultsOf(west, tile("500103002", box(6, 0, 10, 10)));

    expect(others).toEqual([]);
    expect(fault).toMatch(
      /^500103 区 的下级区域没有铺满，空缺 1076\d\d 平方米，在 106\.505\d+,29\.50\d+ 附近$/,
    );
  });

  test("an overlap names both", async () => {
    expect(await faultsOf(west, tile("500103002", box(4, 0, 10, 10)))).toEqual([
      expect.stringMatching(
        /^500103002 镇500103002 与 500103001 镇500103001 重叠 1076\d\d 平方米$/,
      ),
    ]);
  });

  test("what lies outside is named", async () => {
    expect(await faultsOf(west, tile("500103002", box(5, 0, 12, 10)))).toEqual([
      expect.stringMatching(/^500103002 镇500103002 有 2152\d\d 平方米 在上级 区 之外$/),
    ]);
  });

  test("half a metre between two surveys is no fault", async () => {
    const sliver = areaOf([[ring([5.000_005, 0], [10, 0], [10, 10], [5.000_005, 10])]]);

    expect(await faultsOf(west, tile("500103002", sliver))).toEqual([]);
  });
});
