import type { Area, UnitChange } from "@gezhi/contract/units.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ProblemError } from "../../platform/problems.ts";
import { changeUnit } from "./unit-change-commands.ts";
import { loadUnitDirectory } from "./unit-directory.ts";
import { findAreasOn, listUnitsOn } from "./unit-queries.ts";
import { administratorOf, openUnitBench, type UnitBench } from "./unit-testing.ts";

const today = "2026-11-22";
const later = "2027-01-01";
const noonOf = (date: string) => Date.parse(`${date}T12:00:00+08:00`);
const reason = "区划调整";

let bench: UnitBench;
beforeAll(async () => {
  bench = await openUnitBench();
  bench.setNow(noonOf(today));
  await bench.context.units.reload();
});
afterAll(() => bench.drop());

const change = (what: UnitChange, admin = "50") =>
  changeUnit(bench.context, administratorOf(admin), what);

async function refusal(attempt: Promise<unknown>): Promise<ProblemError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (error instanceof ProblemError) return error;
  throw new Error("it was not refused", { cause: error });
}

const namesBelow = async (parent: string, date: string) =>
  (await listUnitsOn(bench.db, { date, parent, limit: 100 })).map(({ name }) => name);

/** Deterministic points of the unit's grids: those that lie in it before must lie in what goes on with it. */
const gridPoints = (unit: string) =>
  bench.context.units
    .children(unit)
    .flatMap((child) =>
      child.level === "grid" ? [child] : bench.context.units.children(child.code),
    )
    .map(({ code, lon, lat }) => ({ code, lon, lat }));

describe("renaming", () => {
  const town = "500103003";

  test("holds from its date on; before it the old name stands, on any past date too", async () => {
    const old = bench.context.units.find(town)!.name;

    await change({ kind: "rename", unit: town, name: "解放碑中央街道", from: today, reason });

    const nameOn = async (date: string) =>
      (await findAreasOn(bench.db, { code: town }, date)).map(({ name }) => name);
    expect(await nameOn("2026-11-21")).toEqual([old]);
    expect(await nameOn(today)).toEqual(["解放碑中央街道"]);
    expect(bench.context.units.find(town)).toMatchObject({
      name: "解放碑中央街道",
      validFrom: today,
    });
  });

  test("leaves the old name as one under which addresses find the unit", () => {
    expect(bench.context.units.locateAddress("渝中区解放碑街道12号")?.unit).toBe(town);
  });

  test("twice on one day keeps one version of that day", async () => {
    await change({
      kind: "rename",
      unit: town,
      name: "解放碑大街道",
      shortName: "解放碑",
      from: today,
      reason,
    });

    expect(bench.context.units.find(town)).toMatchObject({ shortName: "解放碑", validFrom: today });
  });

  test("dated ahead comes into force at midnight, in every process, without a restart", async () => {
    const grid = "500103001017003";
    const before = bench.context.units.name(grid);
    const other = await loadUnitDirectory(bench.db, () => noonOf(today));
    await change({ kind: "rename", unit: grid, name: "滨江网格", from: later, reason });
    const stillOld = [bench.context.units.name(grid), other.name(grid)];

    bench.setNow(noonOf(later));
    await bench.context.units.reload();
    const then = bench.context.units.name(grid);
    bench.setNow(noonOf(today));
    await bench.context.units.reload();

    expect(stillOld).toEqual([before, before]);
    expect(then).toBe("滨江网格");
  });

  test("the first question after midnight fetches what was dated ahead", async () => {
    let instant = noonOf(today);
    const directory = await loadUnitDirectory(bench.db, () => instant);
    const grid = "500103001017003";
    expect(directory.name(grid)).toBe("第三网格");

    instant = Date.parse(`${later}T00:00:00+08:00`);
    directory.name(grid);

    await expect.poll(() => directory.name(grid)).toBe("滨江网格");
  });
});

describe("merging", () => {
  test("two grids: the area goes over, so does new work, the old one stays readable", async () => {
    const [unit, into] = ["500103001017001", "500103001017002"];
    const { lon, lat } = bench.context.units.find(unit)!;

    const answer = await change({ kind: "merge", unit, into, from: today, reason });

    const { units } = bench.context;
    expect(answer).toEqual({ unit: into, changes: 3 });
    expect(units.locate(lon, lat)).toBe(into);
    expect(units.find(unit)).toMatchObject({ name: "第一网格", validTo: today, successor: into });
    expect(units.successorOf(unit, new Date(noonOf(today)))).toBe(into);
    expect(units.successorOf(unit, new Date(noonOf("2026-11-21")))).toBe(unit);
    expect(units.predecessorsOf(into)).toEqual([unit]);
    expect(units.children("500103001017").map(({ code }) => code)).not.toContain(unit);
  });

  test("two communities: every grid goes on under the other with its area", async () => {
    const day = "2027-03-01";
    bench.setNow(noonOf(day));
    await bench.context.units.reload();
    const { units } = bench.context;
    const unit = "500103001017";
    const into = units.children("500103001").find(({ code }) => code !== unit)!.code;
    const points = gridPoints(unit);
    const ownGrids = units.children(into).length;

    await change({ kind: "merge", unit, into, from: day, reason });

    const grids = units.children(into);
    expect(grids).toHaveLength(ownGrids + points.length);
    expect(new Set(grids.map(({ name }) => name)).size).toBe(grids.length);
    for (const { code, lon, lat } of points) {
      const successor = units.successorOf(code, new Date(noonOf(day)));
      expect(successor.startsWith(into)).toBe(true);
      expect(units.locate(lon, lat)).toBe(successor);
    }
    expect(units.successorOf(`${unit}001`, new Date(noonOf(day)))).toBe(
      units.successorOf(`${unit}002`, new Date(noonOf(day))),
    );
    expect(units.locateAddress("七星岗街道捍卫路社区12号")?.unit).toBe(into);
    expect(await namesBelow(unit, "2027-02-28")).toContain("第二网格");
    expect(await namesBelow(unit, day)).toEqual([]);
    bench.setNow(noonOf(today));
    await units.reload();
  });

  test("two towns with everything below, and a neighbour keeps touching what is there now", async () => {
    const [unit, into] = ["500108004", "500108005"];
    const points = gridPoints(unit);
    const neighboursBefore = bench.context.units.neighbours(unit).filter((code) => code !== into);

    const { changes } = await change({ kind: "merge", unit, into, from: today, reason });

    const { units } = bench.context;
    const strayed = points.filter(({ lon, lat }) => !units.locate(lon, lat)?.startsWith(into));
    expect(strayed).toEqual([]);
    expect(changes).toBeGreaterThan(points.length);
    expect(units.neighbours(into)).toEqual(expect.arrayContaining(neighboursBefore));
    expect(units.neighbours(unit)).toEqual([]);
    expect(units.search("南坪").every(({ code }) => code !== unit)).toBe(true);
  });

  test("of two merges at once that contradict each other, one is refused", async () => {
    const [a, b] = bench.context.units.children("500103004").map(({ code }) => code) as [
      string,
      string,
    ];

    const results = await Promise.allSettled([
      change({ kind: "merge", unit: a, into: b, from: later, reason }),
      change({ kind: "merge", unit: b, into: a, from: later, reason }),
    ]);

    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("with itself, with a unit elsewhere or with one that has ended is refused", async () => {
    const merge = (unit: string, into: string) =>
      refusal(change({ kind: "merge", unit, into, from: later, reason })).then(({ code }) => code);

    expect(await merge("500103010", "500103010")).toBe("invalid");
    expect(await merge("500103010", "500108001")).toBe("invalid");
    expect(await merge("500108004", "500108001")).toBe("not_found");
  });
});

describe("creating", () => {
  /** The middle third of a grid, from edge to edge of its box. */
  async function middleOf(code: string): Promise<Area> {
    const [row] = await findAreasOn(bench.db, { code }, today);
    const area = JSON.parse(row!.boundary) as Extract<Area, { type: "Polygon" }>;
    const lons = area.coordinates[0]!.map(([lon]) => lon!);
    const lats = area.coordinates[0]!.map(([, lat]) => lat!);
    const [west, east] = [Math.min(...lons), Math.max(...lons)];
    const [south, north] = [Math.min(...lats), Math.max(...lats)];
    const { lon, lat } = bench.context.units.find(code)!;
    const [width, height] = [(east - west) / 50, (north - south) / 50];
    return {
      type: "Polygon",
      coordinates: [
        [
          [lon - width, lat - height],
          [lon + width, lat - height],
          [lon + width, lat + height],
          [lon - width, lat + height],
          [lon - width, lat - height],
        ],
      ],
    };
  }

  test("a grid takes its area from the grid it lies in, every place stays in one", async () => {
    const around = "500108001";
    const village = bench.context.units.children(around)[0]!.code;
    const host = bench.context.units.children(village)[0]!;

    const { unit } = await change({
      kind: "create",
      parent: village,
      name: "新设网格",
      boundary: await middleOf(host.code),
      from: today,
      reason,
    });

    const { units } = bench.context;
    expect(units.find(unit)).toMatchObject({
      name: "新设网格",
      parent: village,
      approximate: false,
    });
    expect(units.locate(host.lon, host.lat)).toBe(unit);
    expect(units.children(village).map(({ code }) => code)).toContain(host.code);
  });

  test("a micro-grid needs no area, and ends with a successor or without", async () => {
    const parent = gridPoints("500108102")[0]!.code;
    const first = await change({ kind: "create", parent, name: "1号楼", from: today, reason });
    const second = await change({ kind: "create", parent, name: "2号楼", from: today, reason });

    await change({ kind: "end", unit: first.unit, successor: second.unit, from: later, reason });

    expect([first.unit, second.unit]).toEqual([`${parent}01`, `${parent}02`]);
    expect(bench.context.units.successorOf(first.unit, new Date(noonOf(later)))).toBe(second.unit);
    expect(bench.context.units.successorOf(first.unit, new Date(noonOf(today)))).toBe(first.unit);
  });

  test("a unit without a boundary, over its neighbours, or under a used code is refused with the reason", async () => {
    const town = "500108102";
    const village = bench.context.units.children(town)[0]!.code;
    const boundary = await middleOf(bench.context.units.children(village)[0]!.code);

    const bare = await refusal(
      change({ kind: "create", parent: town, name: "新村", from: today, reason }),
    );
    const over = await refusal(
      change({ kind: "create", parent: town, name: "新村", boundary, from: today, reason }),
    );
    const used = await refusal(
      change({
        kind: "create",
        parent: town,
        code: village,
        name: "新村",
        boundary,
        from: today,
        reason,
      }),
    );

    expect(bare.message).toMatch(/缺少边界/);
    expect(over.message).toMatch(/重叠/);
    expect(used.code).toBe("conflict");
  });
});

describe("who may, and when", () => {
  test("only an administrator at the unit or above", async () => {
    const rename: UnitChange = {
      kind: "rename",
      unit: "500108102",
      name: "涂山新镇",
      from: today,
      reason,
    };

    expect((await refusal(change(rename, "500103"))).code).toBe("forbidden");
    expect((await refusal(change(rename, "500108102001"))).code).toBe("forbidden");
  });

  test("never for a day that has passed", async () => {
    const failed = await refusal(
      change({ kind: "rename", unit: "500108102", name: "涂山新镇", from: "2026-11-21", reason }),
    );

    expect(failed).toMatchObject({ code: "invalid", errors: [{ path: "from" }] });
  });

  test("a unit with an area is not simply ended", async () => {
    const unit = bench.context.units.children("500108102")[0]!.code;

    const failed = await refusal(change({ kind: "end", unit, from: today, reason }));

    expect(failed.message).toMatch(/并入相邻单位/);
  });

  test("each change is on record with its reason", async () => {
    const entries = await bench.owner
      .selectFrom("audit_log")
      .select(["act", "subject", "reason"])
      .where("act", "in", ["unit.rename", "unit.merge", "unit.create", "unit.end"])
      .execute();

    expect(new Set(entries.map(({ act }) => act)).size).toBe(4);
    expect(entries.every((entry) => entry.reason === reason)).toBe(true);
  });
});
