import { expect, test } from "vitest";
import { readCityInput } from "./city-input.ts";
import { signedArea } from "./dissolve.ts";
import { type ReadFile, readDataFile } from "./read-table.ts";

const withChange =
  (changed: string, from: string, to: string): ReadFile =>
  (file) => {
    const text = readDataFile(file);
    if (file !== changed) return text;
    expect(text).toContain(from);
    return text.replace(from, to);
  };

test("the shipped divisions make a tree of four levels", () => {
  const city = readCityInput(readDataFile);
  const towns = city.districts.flatMap((district) => district.towns);

  expect(city).toMatchObject({ code: "50", name: "重庆市" });
  expect(city.districts).toHaveLength(38);
  expect(towns).toHaveLength(1031);
  expect(towns.flatMap((town) => town.villages)).toHaveLength(11_270);
});

test("an area drawn clockwise is turned round", () => {
  const areasReversed: ReadFile = (file) => {
    if (!file.endsWith(".geojson")) return readDataFile(file);
    const areas: unknown = JSON.parse(readDataFile(file), (key, value: unknown) =>
      key === "" || !isRing(value) ? value : value.toReversed(),
    );
    return JSON.stringify(areas);
  };

  const turned = readCityInput(areasReversed).districts[0]!.pieces[0]![0]!;

  expect(signedArea(turned)).toBeGreaterThan(0);
  expect(turned[1]).toEqual(readCityInput(readDataFile).districts[0]!.pieces[0]![0]![1]);
});
const isRing = (value: unknown): value is unknown[] =>
  Array.isArray(value) && Array.isArray(value[0]) && typeof value[0][0] === "number";

test("a town without a known point stands in the middle of its known villages", () => {
  const towns = readCityInput(readDataFile).districts.flatMap((district) => district.towns);
  const village = towns
    .flatMap((town) => town.villages)
    .find(({ code }) => code === "500103001017");

  expect(village?.point).toBeDefined();
  expect(towns.find(({ code }) => code === "500103001")?.point).toEqual(village?.point);
});

test.each([
  [
    "chongqing-divisions.csv",
    "500101001001,",
    "500101999001,",
    /chongqing-divisions\.csv:5 500101999001 hangs below no town/,
  ],
  [
    "chongqing-divisions.csv",
    "500101001002,",
    "500101001001,",
    /chongqing-divisions\.csv:6 500101001001 stands twice/,
  ],
  [
    "chongqing-divisions.csv",
    "东方广场社区居民委员会,village,500101001000",
    "东方广场社区居民委员会,village,500101018000",
    /chongqing-divisions\.csv:5 500101001001 hangs below no town/,
  ],
  [
    "chongqing-districts.geojson",
    '"code":"500103"',
    '"code":"500199"',
    /chongqing-districts\.geojson has no area for 500103 渝中区/,
  ],
  [
    "basemap/chongqing-town-points.csv",
    "500101001000,",
    "500101998000,",
    /chongqing-town-points\.csv:2 500101998000 is not in chongqing-divisions\.csv/,
  ],
])("in %s, %s → %s is refused with its place", (file, from, to, problem) => {
  expect(() => readCityInput(withChange(file, from, to))).toThrow(problem);
});
