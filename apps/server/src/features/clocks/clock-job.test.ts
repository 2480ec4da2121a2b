import { type IncidentId, keyOf } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { IncidentChange } from "../incidents/incident-hooks.ts";
import { onIncidentChanged } from "../incidents/incident-hooks.ts";
import { type Bench, firePost, grid, post, startIncidents } from "../incidents/incident-testing.ts";
import { resumeDueReviews } from "../incidents/incident-timers.ts";
import { fireDueRungs, reprojectCalendars } from "./clock-job.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = (civil: string) => Date.parse(`${civil.replace(" ", "T")}:00+08:00`);

let bench: Bench;
const heard: IncidentChange[] = [];
beforeAll(async () => {
  bench = await startIncidents();
  onIncidentChanged(bench.context, async (_tx, _context, change) => {
    if (change.act === "overdue") heard.push(change);
  });
});
afterAll(() => bench.close());
beforeEach(async () => {
  await fireDueRungs(bench.context);
  heard.length = 0;
});

const of = (id: IncidentId) => heard.filter((change) => change.case.incident.id === keyOf(id).id);
const rungs = (id: IncidentId) =>
  of(id).map(
    ({ rung }) => `${rung?.stage} ${rung?.percent} ${rung?.act}${rung?.silent ? " silent" : ""}`,
  );
const fired = async (id: IncidentId) =>
  (
    await bench.owner
      .selectFrom("clock_rungs as r")
      .innerJoin("clocks as c", (join) =>
        join.onRef("c.district", "=", "r.district").onRef("c.id", "=", "r.clock"),
      )
      .select(["c.stage", "r.rung"])
      .where("c.incident", "=", keyOf(id).id)
      .orderBy("r.rung")
      .execute()
  ).map(({ stage, rung }) => `${stage} ${rung}`);

test("a rung fires when its instant comes, not before, and once", async () => {
  bench.setNow(at("2026-11-26 09:00"));
  const { id } = await bench.open();
  bench.wait(15 * minute - 1);
  await fireDueRungs(bench.context);
  expect(rungs(id)).toEqual([]);
  bench.wait(1);
  await fireDueRungs(bench.context);
  await fireDueRungs(bench.context);
  expect(rungs(id)).toEqual(["register 50 remind"]);
  expect((await bench.caseOf(id)).incident.timeline_seq).toBe(1);
});

test("two workers at once fire a rung once between them", async () => {
  bench.setNow(at("2026-11-26 09:00"));
  const ids = await Promise.all(Array.from({ length: 8 }, () => bench.open()));
  bench.wait(16 * minute);
  await Promise.all([
    fireDueRungs(bench.context),
    fireDueRungs(bench.context),
    fireDueRungs(bench.context),
  ]);
  await fireDueRungs(bench.context);
  for (const { id } of ids)
    expect([rungs(id), await fired(id)]).toEqual([["register 50 remind"], ["register 50"]]);
});

test("after the job was away only the last reminder speaks", async () => {
  bench.setNow(at("2026-11-26 09:00"));
  const { id } = await bench.open();
  bench.wait(31 * minute);
  await fireDueRungs(bench.context);
  expect(rungs(id)).toEqual([
    "register 50 remind silent",
    "register 80 remind silent",
    "register 100 remind",
  ]);
});

test("what fails is undone with its claim and tried again", async () => {
  bench.setNow(at("2026-11-26 09:00"));
  const { id } = await bench.open();
  let broken = true;
  onIncidentChanged(bench.context, async (_tx, _context, change) => {
    if (broken && change.case.incident.id === keyOf(id).id) throw new Error("the listener failed");
  });
  bench.wait(15 * minute);
  await fireDueRungs(bench.context);
  expect(await fired(id)).toEqual([]);
  broken = false;
  bench.wait(2 * minute);
  await fireDueRungs(bench.context);
  expect(await fired(id)).toEqual(["register 50"]);
});

test("however many clocks fail, those behind them fire", async () => {
  bench.setNow(at("2026-11-26 09:00"));
  const { id: broken } = await bench.open();
  const { id: sound } = await bench.open();
  bench.wait(16 * minute);
  await sql`insert into clocks (district, id, incident, stage, urgency, basis, budget_ms, started_at, running_since, due_at, next_rung, next_rung_at)
    select district, gen_random_uuid(), incident, stage, urgency, basis, budget_ms, started_at, running_since, due_at, next_rung,
      next_rung_at - interval '1 minute' * n
    from clocks, generate_series(1, 220) n where incident = ${keyOf(broken).id} and stage = 'register'`.execute(
    bench.owner,
  );
  let failing = true;
  onIncidentChanged(bench.context, async (_tx, _context, change) => {
    if (failing && change.case.incident.id === keyOf(broken).id) throw new Error("it is broken");
  });

  await fireDueRungs(bench.context);

  failing = false;
  await sql`delete from clock_entries where clock in (select id from clocks where incident = ${keyOf(broken).id})`.execute(
    bench.owner,
  );
  await sql`delete from clocks where incident = ${keyOf(broken).id}`.execute(bench.owner);
  expect(await fired(sound)).toEqual(["register 50"]);
});

test("a stopped clock's timer does nothing: the work order was given to somebody else", async () => {
  bench.setNow(at("2026-11-26 09:00"));
  const { id } = await bench.dispatched();
  const first = (await bench.caseOf(id)).orders[0]!.id;
  bench.wait(10 * minute);
  await bench.act("dispatcher", id, {
    act: "dispatch",
    lead: firePost,
    coHandlers: [],
    instructions: "",
  });
  bench.wait(15 * minute);
  await fireDueRungs(bench.context);
  expect(of(id).map(({ rung }) => rung?.order?.handler)).toEqual([firePost]);
  expect(of(id).some(({ rung }) => rung?.order?.id === first)).toBe(false);
});

test("of two handlers the record says whose time ran out", async () => {
  bench.setNow(at("2026-11-26 09:00"));
  const { id } = await bench.dispatched({}, { coHandlers: [firePost] });
  bench.wait(day);
  await fireDueRungs(bench.context);
  const entries = await bench.owner
    .selectFrom("timeline")
    .select("detail")
    .where("incident", "=", keyOf(id).id)
    .where("act", "=", "overdue")
    .execute();
  const texts = entries.map(({ detail }) => (detail as { text: string }).text);
  for (const name of ["七星岗街道城市管理岗", "七星岗街道消防管理岗"])
    expect(texts).toContainEqual(expect.stringMatching(new RegExp(`^${name}签收已用时限`)));
});

test("a suspended clock fires nothing, and goes on where it stood", async () => {
  bench.setNow(at("2026-11-26 09:00"));
  const { id } = await bench.dispatched();
  await bench.act("holder", id, { act: "accept", workOrder: await bench.order(id) });
  bench.wait(hour);
  const reviewAt = new Date(bench.now() + 7 * day).toISOString();
  await bench.act("holder", id, {
    act: "requestSuspend",
    reason: "待旱季",
    reviewAt,
    interimMeasure: "围挡",
  });
  await bench.act("commander", id, {
    act: "decideSuspend",
    request: await bench.pending(id, "suspend"),
    approve: true,
  });
  bench.wait(6 * day);
  await fireDueRungs(bench.context);
  expect(rungs(id)).toEqual([]);
  bench.wait(day);
  await resumeDueReviews(bench.context);
  bench.wait(hour - 1);
  await fireDueRungs(bench.context);
  expect(rungs(id)).toEqual([]);
  bench.wait(1);
  await fireDueRungs(bench.context);
  expect(rungs(id)).toEqual(["dispose 50 remind"]);
});

describe("a missed limit", () => {
  test("of a red matter at the town goes to the district by itself, and the post works on", async () => {
    bench.setNow(at("2026-11-28 23:00"));
    const { id } = await bench.open({ category: "090101", urgency: "red", automatic: true });
    expect(await bench.status(id)).toBe("dispatched");
    bench.wait(minute);
    await fireDueRungs(bench.context);

    const { incident, requests } = await bench.caseOf(id);
    expect([incident.status, incident.chain_level]).toEqual(["escalated", "district"]);
    expect(requests).toMatchObject([{ kind: "escalation", status: "pending", asked_by: null }]);
    await bench.act("fire", id, { act: "accept", workOrder: await bench.order(id) });
    await bench.act("centre", id, {
      act: "decideEscalation",
      request: await bench.pending(id, "escalation"),
      approve: false,
      note: "镇街正在处置",
    });
    expect(await bench.status(id)).toBe("accepted");
  });

  test("of an orange acceptance is put into the duty officer's hands", async () => {
    bench.setNow(at("2026-11-28 23:00"));
    const { id } = await bench.open({ category: "090101", urgency: "orange", automatic: true });
    bench.wait(minute);
    await fireDueRungs(bench.context);
    const last = of(id).find(({ rung }) => rung?.stage === "accept" && rung.percent === 100);
    expect(last?.rung?.handedTo).toEqual({ role: "dutyOfficer", unit: "500103001" });
    expect([await bench.status(id), (await bench.caseOf(id)).incident.supervised]).toEqual([
      "dispatched",
      false,
    ]);
    bench.wait(minute / 5);
    await fireDueRungs(bench.context);
    expect((await bench.caseOf(id)).incident.supervised).toBe(true);
  });

  test("at the grid hands an urgent matter to the town", async () => {
    bench.setNow(at("2026-11-28 23:00"));
    const { id } = await bench.open({ category: "090101", urgency: "orange" });
    await bench.act("dispatcher", id, {
      act: "dispatch",
      lead: grid,
      coHandlers: [],
      instructions: "",
    });
    bench.wait(11 * minute);
    await fireDueRungs(bench.context);
    const { incident, orders } = await bench.caseOf(id);
    expect([incident.status, incident.chain_level, orders[0]?.status]).toEqual([
      "registered",
      "town",
      "withdrawn",
    ]);
  });

  test("of a decision passes it to the next higher", async () => {
    bench.setNow(at("2026-11-28 23:00"));
    const { id } = await bench.open({ category: "090101", urgency: "orange", automatic: true });
    await bench.act("fire", id, {
      act: "requestReturn",
      workOrder: await bench.order(id),
      reason: "非消防职责",
      legalBasis: "消防法第五十三条",
    });
    expect((await bench.caseOf(id)).requests[0]).toMatchObject({ decider_role: "dispatcher" });
    bench.wait(15 * minute);
    await fireDueRungs(bench.context);
    expect((await bench.caseOf(id)).requests[0]).toMatchObject({
      decider_role: "dutyOfficer",
      status: "pending",
    });
    await expect(
      bench.act("dispatcher", id, {
        act: "decideReturn",
        request: await bench.pending(id, "return"),
        approve: true,
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  test("of a routine matter reminds until it is put under supervision", async () => {
    bench.setNow(at("2026-11-26 09:00"));
    const { id } = await bench.open({ lead: post });
    bench.wait(30 * minute);
    await fireDueRungs(bench.context);
    expect((await bench.caseOf(id)).incident.supervised).toBe(false);
    bench.wait(6 * minute);
    await fireDueRungs(bench.context);
    expect((await bench.caseOf(id)).incident.supervised).toBe(true);
  });
});

test("a granted delay gives a fired rung up, so that it speaks again under the longer limit", async () => {
  bench.setNow(at("2026-11-26 09:00"));
  const { id } = await bench.dispatched();
  const workOrder = await bench.order(id);
  await bench.act("holder", id, { act: "accept", workOrder });
  bench.wait(2 * hour);
  await fireDueRungs(bench.context);
  expect(await fired(id)).toContain("dispose 50");
  await bench.act("holder", id, {
    act: "requestDelay",
    workOrder,
    hours: 8,
    reason: "等待配件",
    engineering: false,
  });
  await bench.act("officer", id, {
    act: "decideDelay",
    request: await bench.pending(id, "delay"),
    approve: true,
  });
  expect(await fired(id)).not.toContain("dispose 50");
  bench.setNow(at("2026-11-27 09:30"));
  heard.length = 0;
  await fireDueRungs(bench.context);
  expect(rungs(id)).toContain("dispose 50 remind");
});

/** A holiday that nobody knew of before; in force since `from`, by the clock on the wall. */
async function giveHoliday(date: string, version: number, from: Date): Promise<void> {
  const { content } = bench.context.configuration.current("calendar", "50");
  const closed = {
    ...content,
    exceptions: [
      ...content.exceptions.filter((one) => one.date !== date),
      { date, working: false, name: "临时放假" },
    ],
  };
  await bench.owner
    .updateTable("configurations")
    .set({ valid_to: from })
    .where("kind", "=", "calendar")
    .where("unit", "=", "50")
    .where("valid_to", "is", null)
    .execute();
  await bench.owner
    .insertInto("configurations")
    .values({
      kind: "calendar",
      unit: "50",
      version,
      valid_from: from,
      content: JSON.stringify(closed),
      author: "测试",
      reason: "临时放假",
    })
    .execute();
  await bench.context.configuration.reload();
}

test("a new calendar moves what lies ahead of running clocks, once, and leaves natural time alone", async () => {
  bench.setNow(at("2026-11-26 17:00"));
  const routine = await bench.open({ category: "010103", lead: post });
  const urgent = await bench.open({ category: "090101", urgency: "red" });
  const dueOf = async (id: IncidentId) => (await bench.caseOf(id)).incident.due_at!.getTime();
  const before = [await dueOf(routine.id), await dueOf(urgent.id)];
  await reprojectCalendars(bench.context);
  expect([await dueOf(routine.id), await dueOf(urgent.id)]).toEqual(before);

  await giveHoliday("2026-11-27", 99, new Date(at("2026-11-26 16:58")));

  expect(await reprojectCalendars(bench.context)).toBeGreaterThan(0);
  expect(await dueOf(routine.id)).toBeGreaterThan(before[0]!);
  expect(await dueOf(urgent.id)).toBe(before[1]);
  expect(await reprojectCalendars(bench.context)).toBe(0);
});

test("one that is held and one that fails keep a new calendar from none behind them", async () => {
  bench.setNow(at("2026-12-02 17:00"));
  await reprojectCalendars(bench.context);
  const opened = await Promise.all(
    Array.from({ length: 4 }, () => bench.open({ category: "010103", lead: post })),
  );
  const ids = opened.map(({ id }) => keyOf(id).id).toSorted();
  const [failing, held, ...others] = ids;
  const moved = async () =>
    (
      await bench.owner
        .selectFrom("clock_entries as e")
        .innerJoin("clocks as c", "c.id", "e.clock")
        .select("c.incident")
        .distinct()
        .where("c.incident", "in", ids)
        .where("e.entry", "=", "reprojected")
        .execute()
    )
      .map(({ incident }) => incident)
      .toSorted();
  await sql`
    create function break_one() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
    create trigger breaks before update on clocks for each row when (old.incident = ${sql.lit(failing)}) execute function break_one()`.execute(
    bench.owner,
  );
  await giveHoliday("2026-12-03", 100, new Date(at("2026-11-26 16:59")));

  await bench.owner.transaction().execute(async (tx) => {
    await tx.selectFrom("incidents").select("id").where("id", "=", held!).forUpdate().execute();
    await reprojectCalendars(bench.context, 1);
  });
  expect(await moved()).toEqual(others);

  await sql`drop trigger breaks on clocks; drop function break_one`.execute(bench.owner);
  bench.wait(2 * minute);
  await reprojectCalendars(bench.context, 1);
  expect(await moved()).toEqual(ids);
});
