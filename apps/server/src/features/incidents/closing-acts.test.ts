import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type IncidentId, keyOf } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import { type Bench, grid, people, post, startIncidents } from "./incident-testing.ts";
import { archiveClosed } from "./incident-timers.ts";

const day = 24 * 3_600_000;

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

async function fedBack(options = {}): Promise<{ id: IncidentId; report: string }> {
  const opened = await bench.dispatched(options);
  const workOrder = await bench.order(opened.id);
  await bench.act("holder", opened.id, { act: "accept", workOrder });
  await bench.act("holder", opened.id, {
    act: "feedback",
    workOrder,
    result: "已清运",
    before: [],
    after: [],
  });
  return opened;
}
async function closed(options = {}) {
  const opened = await fedBack(options);
  await bench.act("worker", opened.id, { act: "recheck", passed: true, files: [] });
  await bench.act("dispatcher", opened.id, { act: "close" });
  return opened;
}

test("the handler cannot recheck the own work, a failed recheck gives half of the time", async () => {
  const { id } = await fedBack();
  await expect(
    bench.act("holder", id, { act: "recheck", passed: true, files: [] }),
  ).rejects.toMatchObject({ code: "forbidden" });
  await expect(bench.act("dispatcher", id, { act: "close" })).rejects.toMatchObject({
    code: "conflict",
  });

  await bench.act("worker", id, { act: "recheck", passed: false, note: "仍有残留", files: [] });

  const { incident, orders } = await bench.caseOf(id);
  expect(orders.findLast(({ part }) => part === "lead")?.instructions).toMatch(
    /^核查未通过：仍有残留/,
  );
  const budget = async (stage: string) =>
    (await bench.clocks(id)).findLast((clock) => clock.stage === stage)?.state.budgetMs ?? 0;
  expect([incident.status, incident.rework_count]).toEqual(["rework", 1]);
  expect(await budget("rework")).toBe((await budget("dispose")) / 2);
  await bench.act("holder", id, {
    act: "feedback",
    workOrder: await bench.order(id),
    result: "已彻底清理",
    before: [],
    after: [],
  });
  await bench.act("worker", id, { act: "recheck", passed: true, files: [] });
  await bench.act("dispatcher", id, { act: "close" });
  expect(await bench.status(id)).toBe("closed");
});

test("a grid worker who did the work cannot check it, the duty officer can", async () => {
  const { id } = await bench.open();
  await bench.act("dispatcher", id, {
    act: "dispatch",
    lead: grid,
    coHandlers: [],
    instructions: "",
  });
  const workOrder = await bench.order(id);
  await bench.act("worker", id, { act: "accept", workOrder });
  await bench.act("worker", id, {
    act: "feedback",
    workOrder,
    result: "已清理",
    before: [],
    after: [],
  });
  await expect(
    bench.act("worker", id, { act: "recheck", passed: true, files: [] }),
  ).rejects.toMatchObject({ code: "forbidden" });
  await bench.act("officer", id, { act: "recheck", passed: true, note: "视频核查", files: [] });
  expect((await bench.caseOf(id)).incident.rechecked).toBe(true);
});

describe("after the close", () => {
  test("a dissatisfied reporter reopens, the same post goes on, and the new result is rated anew", async () => {
    const { id, report } = await closed();
    await bench.act({ report }, id, {
      act: "rate",
      side: "reporter",
      satisfied: false,
      stars: 1,
      comment: "又堆上了",
    });
    await expect(
      bench.act({ report }, id, { act: "rate", side: "reporter", satisfied: true, stars: 5 }),
    ).rejects.toMatchObject({ code: "conflict" });
    await bench.act({ report }, id, { act: "reopen", reason: "问题还在" });
    expect(await bench.status(id)).toBe("reopened");
    await expect(bench.act("dispatcher", id, { act: "resume" })).rejects.toMatchObject({
      code: "conflict",
    });

    await bench.act("officer", id, { act: "resume", note: "请当面向居民说明" });
    const again = await bench.caseOf(id);
    expect(again.orders.find(({ active }) => active)?.instructions).toBe("请当面向居民说明");
    expect([
      again.incident.status,
      again.incident.lead_handler,
      again.incident.reopen_count,
    ]).toEqual(["handling", post, 1]);
    bench.wait(1000);
    await bench.act("holder", id, {
      act: "feedback",
      workOrder: await bench.order(id),
      result: "设置了花箱",
      before: [],
      after: [],
    });
    await bench.act("worker", id, { act: "recheck", passed: true, files: [] });
    await bench.act("dispatcher", id, { act: "close" });
    await bench.act({ report }, id, { act: "rate", side: "reporter", satisfied: true, stars: 5 });
    expect((await bench.caseOf(id)).ratings.map(({ stars }) => stars)).toEqual([5]);
  });

  test("a satisfied reporter cannot reopen; a receipt of somebody else cannot rate", async () => {
    const { id, report } = await closed();
    const other = await bench.open();
    await expect(
      bench.act({ report: other.report }, id, {
        act: "rate",
        side: "reporter",
        satisfied: true,
        stars: 5,
      }),
    ).rejects.toMatchObject({ code: "not_found" });
    await bench.act({ report }, id, { act: "rate", side: "reporter", satisfied: true, stars: 5 });
    await expect(
      bench.act({ report }, id, { act: "reopen", reason: "再看看" }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a call that reached the reporter counts as an evaluation, one that did not does not", async () => {
    const { id } = await closed();
    await bench.act("dispatcher", id, { act: "callBack", reached: false });
    expect(await bench.status(id)).toBe("closed");
    await bench.act("dispatcher", id, {
      act: "callBack",
      reached: true,
      satisfied: true,
      note: "表示感谢",
    });
    expect(await bench.status(id)).toBe("evaluated");
  });

  test("a staff reporter rates and rechecks under the own account", async () => {
    const { id } = await fedBack({ by: people.secretary });
    await bench.act("secretary", id, { act: "recheck", passed: true, files: [] });
    await bench.act("dispatcher", id, { act: "close" });
    await bench.act("secretary", id, { act: "rate", side: "reporter", satisfied: true, stars: 4 });
    expect(await bench.status(id)).toBe("evaluated");
  });

  test("after thirty days it is archived, once", async () => {
    const { id } = await closed();
    bench.wait(30 * day - 1000);
    await archiveClosed(bench.context);
    expect(await bench.status(id)).toBe("closed");
    bench.wait(1000);
    await archiveClosed(bench.context);
    expect(await bench.status(id)).toBe("archived");
    expect(await archiveClosed(bench.context)).toBe(0);
  });

  test("one that cannot be archived holds up none of those behind it", async () => {
    const first = await closed();
    bench.wait(1000);
    const [second, third] = [await closed(), await closed()];
    const { id } = keyOf(first.id);
    await sql`
      create function break_one() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
      create trigger breaks before update on incidents for each row when (old.id = ${sql.lit(id)}) execute function break_one()`.execute(
      bench.owner,
    );
    bench.wait(30 * day);

    expect(await archiveClosed(bench.context, 1)).toBe(2);
    expect(await bench.status(first.id)).toBe("closed");
    for (const other of [second, third]) expect(await bench.status(other.id)).toBe("archived");

    await sql`drop trigger breaks on incidents; drop function break_one`.execute(bench.owner);
    expect(await archiveClosed(bench.context, 1)).toBe(1);
  });
});

describe("flags and corrections", () => {
  test("urging, supervising, pinning and notes move nothing", async () => {
    const { id } = await bench.dispatched();
    await bench.act("supervisor", id, { act: "urge" });
    await bench.act("centre", id, { act: "supervise", on: true, note: "区领导关注" });
    await bench.act("officer", id, {
      act: "pin",
      until: new Date(bench.now() + day).toISOString(),
    });
    await bench.act("dispatcher", id, {
      act: "note",
      kind: "call",
      text: "已电话通知城管岗",
      files: [],
    });
    const { incident } = await bench.caseOf(id);
    expect([
      incident.status,
      incident.urge_count,
      incident.supervised,
      incident.pinned_until?.getTime(),
    ]).toEqual(["dispatched", 1, true, bench.now() + day]);
    await expect(
      bench.act("officer", id, { act: "pin", until: new Date(bench.now() - 1).toISOString() }),
    ).rejects.toMatchObject({ code: "invalid" });
    await expect(bench.act("dispatcher", id, { act: "pin", until: null })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("a raised urgency counts its limits from the start of each clock", async () => {
    const { id } = await bench.dispatched();
    const started = bench.now();
    bench.wait(60_000);
    await bench.act("dispatcher", id, { act: "recategorise", urgency: "red", reason: "引燃明火" });
    const kept = (await bench.clocks(id)).filter(({ state }) => state.stoppedAt === null);
    expect(kept.map(({ urgency, state, startedAt }) => [urgency, state.basis, startedAt])).toEqual(
      kept.map(() => ["red", "natural", started]),
    );
    const { incident, orders } = await bench.caseOf(id);
    expect([
      incident.urgency,
      orders[0]?.urgency_rank,
      incident.party_units.includes("500103"),
    ]).toEqual(["red", 0, true]);
    await expect(
      bench.act("dispatcher", id, { act: "recategorise", urgency: "red", reason: "不变" }),
    ).rejects.toMatchObject({ code: "invalid" });
  });

  test("a corrected place changes the grid and the parties, but never the district", async () => {
    const { id } = await bench.open();
    const other = bench.context.units.find("500103003")!;
    await bench.act("dispatcher", id, {
      act: "relocate",
      position: { lon: other.lon, lat: other.lat },
      reason: "现场核对",
    });
    const { incident } = await bench.caseOf(id);
    expect([incident.town, incident.unit.slice(0, 9), incident.party_units.includes(grid)]).toEqual(
      ["500103003", "500103003", false],
    );
    const away = bench.context.units.find("500108102")!;
    await expect(
      bench.act("otherTown", id, { act: "relocate", position: { lon: away.lon, lat: away.lat } }),
    ).rejects.toMatchObject({ code: "invalid" });
    await expect(
      bench.act("otherTown", id, { act: "relocate", position: { lon: 121.47, lat: 31.23 } }),
    ).rejects.toMatchObject({ code: "invalid" });
  });

  test("an unlocated matter is the district's until its place is known", async () => {
    const { id } = await bench.open({ unit: "500103" });
    expect((await bench.caseOf(id)).incident.chain_level).toBe("district");
    await expect(bench.act("dispatcher", id, { act: "register" })).rejects.toMatchObject({
      code: "not_found",
    });
    const place = bench.context.units.find(grid)!;
    await bench.act("centre", id, {
      act: "relocate",
      position: { lon: place.lon, lat: place.lat },
    });
    expect((await bench.caseOf(id)).incident).toMatchObject({
      town: "500103001",
      chain_level: "town",
      located: true,
    });
    await bench.act("dispatcher", id, { act: "register" });
  });
});
