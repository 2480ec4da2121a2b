import { deriveCityInBatches } from "@gezhi/reference/city.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase } from "../../platform/testing/database.ts";
import { citySeeded, seedCityBatches } from "./city-seed.ts";
import { loadUnitDirectory } from "./unit-directory.ts";
import { openUnitBench, twoDistricts, type UnitBench } from "./unit-testing.ts";

let bench: UnitBench;
beforeAll(async () => {
  bench = await openUnitBench();
});
afterAll(() => bench.drop());

describe("seeding the city", () => {
  test("a second time changes nothing", async () => {
    const rows = () =>
      bench.owner.selectFrom("units").selectAll().orderBy("code").orderBy("valid_from").execute();
    const before = await rows();

    await seedCityBatches(bench.url, twoDistricts());

    expect(before.length).toBeGreaterThan(1000);
    expect(await rows()).toEqual(before);
  });

  test("killed half way, it goes on where it stopped", async () => {
    const database = await createTestDatabase();
    const batches = twoDistricts();
    async function* dying() {
      yield* batches.slice(0, 2);
      throw new Error("killed");
    }
    const all = batches.flatMap(({ units }) => units.map(({ code }) => code)).toSorted();

    await expect(seedCityBatches(database.url, dying())).rejects.toThrow("killed");
    const seededHalfWay = await citySeeded(database.url);
    await seedCityBatches(database.url, batches);

    const codes = await database.owner.selectFrom("units").select("code").orderBy("code").execute();
    const areas = await database.owner.selectFrom("unit_boundaries").select("code").execute();
    expect(seededHalfWay).toBe(false);
    expect(await citySeeded(database.url)).toBe(true);
    expect(codes.map(({ code }) => code)).toEqual(all);
    expect(areas).toHaveLength(all.length);
    await database.drop();
  });
});

describe("the directory", () => {
  test("finds the grid of every unit's own point", () => {
    const grids = twoDistricts()
      .flatMap(({ units }) => units)
      .filter(({ level }) => level === "grid");

    const strayed = grids.filter(
      ({ code, lon, lat }) => bench.context.units.locate(lon, lat) !== code,
    );

    expect(grids.length).toBeGreaterThan(1000);
    expect(strayed).toEqual([]);
    expect(bench.context.units.locate(100, 20)).toBeUndefined();
  });

  test("says the path of a grid from the city down, in short names", () => {
    expect(bench.context.units.path("500103001017001").map(({ name }) => name)).toEqual([
      "重庆市",
      "渝中区",
      "七星岗街道",
      "捍卫路社区",
      "第一网格",
    ]);
  });

  test("lists neighbours across the river and the district's border, both ways", () => {
    const { units } = bench.context;

    const across = units.neighbours("500108102").filter((code) => code.startsWith("500103"));

    expect(across.length).toBeGreaterThan(0);
    for (const town of across) expect(units.neighbours(town)).toContain("500108102");
    expect(units.neighbours("500103001")).not.toContain("500103001");
  });

  test("lists the grids around a point, the one that holds it first", () => {
    const { units } = bench.context;
    const { lon, lat } = units.find("500103001017001")!;

    const near = units.nearest(lon, lat, 300);

    expect(near[0]?.code).toBe("500103001017001");
    expect(near.length).toBeGreaterThan(1);
  });

  test.each([
    ["七星岗", undefined, "500103001"],
    ["500103001", undefined, "500103001"],
    ["渝中区捍卫路社区", undefined, "500103001017"],
    ["捍卫路社区第二网格", undefined, "500103001017002"],
    ["涂山", "town", "500108102"],
  ] as const)("search for %s", (text, level, code) => {
    expect(bench.context.units.search(text, level)[0]?.code).toBe(code);
  });
});

describe("an address", () => {
  test.each([
    ["渝中区七星岗街道捍卫路社区第二网格民生路12号", "", "500103001017002", "捍卫路社区第二网格"],
    ["重庆市南岸区涂山镇", "", "500108102", "涂山镇"],
    ["七星岗民生路路口", "", "500103001", "七星岗"],
    ["渝中区中山一路", "", "500103", "渝中区"],
    ["涂山镇外边的捍卫路社区", "", "500108102", "涂山镇"],
    ["捍卫路社区背后", "500103001", "500103001017", "捍卫路社区"],
    ["捍卫路居委会对面", "", "500103001017", "捍卫路居委会"],
    ["捍卫路社区3号网格", "", "500103001017003", "捍卫路社区第三网格"],
    ["捍卫路社区十一网格", "", "500103001017011", "捍卫路社区第十一网格"],
  ])("%s within “%s” is %s", (text, within, unit, matched) => {
    expect(bench.context.units.locateAddress(text, within)).toEqual({ unit, matched });
  });

  test.each([
    ["the stated town", "捍卫路12号", "500103001"],
    ["the town it names", "渝中区七星岗街道捍卫路12号", ""],
  ])("that names a road of %s is presumed in the community of that name", (_name, text, within) => {
    expect(bench.context.units.locateAddress(text, within)).toEqual({
      unit: "500103001017",
      matched: "捍卫路",
      presumed: true,
    });
  });

  test("that names a road of another town presumes nothing", () => {
    expect(
      bench.context.units.locateAddress("涂山镇捍卫路12号", "500103001")?.unit,
    ).toBeUndefined();
    expect(bench.context.units.locateAddress("涂山镇捍卫路12号")?.unit).toBe("500108102");
  });

  test.each([
    ["a road that a community is named after", "和平路12号"],
    ["two letters that a town is named after", "涂山路口"],
    ["nothing known", "火锅店门口"],
    ["an empty text", ""],
  ])("%s names no unit", (_name, text) => {
    expect(bench.context.units.locateAddress(text)).toBeUndefined();
  });

  test("of a name that two communities bear is undecided, and both are candidates", () => {
    const { units } = bench.context;
    const villages = twoDistricts()
      .flatMap((batch) => batch.units)
      .filter(({ level }) => level === "village");
    const shared = villages.find(
      ({ code, shortName }) =>
        villages.filter((other) => other.shortName === shortName).length > 1 &&
        villages.some(
          (other) => other.shortName === shortName && other.code.slice(0, 9) !== code.slice(0, 9),
        ),
    )!;
    const bearers = villages.filter(({ shortName }) => shortName === shared.shortName);

    expect(units.locateAddress(`${shared.shortName}3号楼`)).toBeUndefined();
    expect(units.addressCandidates(`${shared.shortName}3号楼`)).toEqual(
      bearers.map(({ code }) => code),
    );
    expect(units.locateAddress(`${shared.shortName}3号楼`, shared.code.slice(0, 9))?.unit).toBe(
      shared.code,
    );
  });

  test("outside the unit it must lie in names none", () => {
    expect(bench.context.units.locateAddress("七星岗街道", "500108")).toBeUndefined();
  });
});

test("the whole city is loaded, and what that took is reported", async () => {
  const database = await createTestDatabase();
  const seedStart = performance.now();
  await seedCityBatches(database.url, deriveCityInBatches());
  const seeded = performance.now() - seedStart;
  const before = process.memoryUsage();
  const cpu = process.cpuUsage();
  const loadStart = performance.now();
  const directory = await loadUnitDirectory(database.db);
  const loaded = performance.now() - loadStart;
  const { user, system } = process.cpuUsage(cpu);
  const after = process.memoryUsage();

  const points = 200_000;
  const locateStart = performance.now();
  for (let index = 0; index < points; index += 1)
    directory.locate(
      105.3 + ((index * 7919) % 4800) / 1000,
      28.2 + ((index * 104_729) % 4000) / 1000,
    );
  const located = performance.now() - locateStart;
  console.info(
    `city: derived and seeded in ${Math.round(seeded)} ms, loaded in ${Math.round(loaded)} ms ` +
      `(${Math.round((user + system) / 1000)} ms of one core), resident memory ` +
      `+${Math.round((after.rss - before.rss) / 1e6)} MB, ${Math.round((points / located) * 1000)} look-ups/s`,
  );

  const districts = directory.children("50");
  const towns = districts.flatMap(({ code }) => directory.children(code));
  const villages = towns.flatMap(({ code }) => directory.children(code));
  const grids = villages.flatMap(({ code }) => directory.children(code));
  expect([districts, towns, villages, grids].map((units) => units.length)).toEqual([
    38, 1031, 11_270, 65_000,
  ]);
  await database.drop();
});
