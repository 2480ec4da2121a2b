import { keyOf, type IncidentId } from "@gezhi/contract/ids.ts";
import type { PerformAct } from "@gezhi/contract/incidents.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fireDueRungs } from "../clocks/clock-job.ts";
import { readIncident } from "./incident-detail.ts";
import { type IncidentChange, onIncidentChanged } from "./incident-hooks.ts";
import {
  type Bench,
  department,
  firePost,
  grid,
  people,
  post,
  startIncidents,
  town,
  village,
} from "./incident-testing.ts";
import { readWhistleFigures } from "./whistle-figures.ts";

const minute = 60_000;
const hour = 60 * minute;
const start = Date.parse("2026-11-26T09:00:00+08:00");

let bench: Bench;
const heard: IncidentChange[] = [];
beforeAll(async () => {
  bench = await startIncidents(start);
  onIncidentChanged(bench.context, async (_tx, _context, change) => {
    if (change.rung?.stage === "checkIn") heard.push(change);
  });
});
afterAll(() => bench.close());

type Whistle = Extract<PerformAct, { act: "whistle" }>;
const whistle = (more: Partial<Whistle> = {}): Whistle => ({
  act: "whistle",
  kind: "emergency",
  handlers: [department],
  need: "水管爆裂，请关阀抢修",
  ...more,
});
const order = async (id: IncidentId, handler = department) => {
  const { orders } = await bench.caseOf(id);
  return orders.find((one) => one.handler === handler);
};
const terms = async (id: IncidentId) =>
  (await bench.clocks(id))
    .filter(({ stage }) => stage === "checkIn")
    .map(({ state }) => [state.basis, state.budgetMs / minute, state.stoppedAt === null]);
const checkIn = async (id: IncidentId, more = {}, handler = department) =>
  bench.act("department", id, {
    act: "checkIn",
    workOrder: await bench.order(id, handler),
    ...more,
  });

describe("a whistle", () => {
  test.each([
    ["worker", "emergency", 30, grid],
    ["officer", "regular", 24 * 60, town],
  ] as const)("by the %s, %s, gives %i minutes to check in", async (who, kind, minutes, unit) => {
    const { id } = await bench.dispatched();
    await bench.act(who, id, whistle({ kind }));
    expect(await order(id)).toMatchObject({
      part: "co",
      status: "dispatched",
      instructions: "水管爆裂，请关阀抢修",
      whistle: kind,
      whistle_unit: unit,
    });
    expect(await terms(id)).toEqual([["natural", minutes, true]]);
    expect(await bench.status(id)).toBe("dispatched");
  });

  test("of the hard kind has the term that is set with it, and only the duty officer rings it", async () => {
    const { id } = await bench.dispatched();
    const hard = whistle({ kind: "hard", termHours: 72 });
    await expect(bench.act("worker", id, hard)).rejects.toMatchObject({ code: "forbidden" });
    await expect(bench.act("officer", id, whistle({ kind: "hard" }))).rejects.toMatchObject({
      code: "invalid",
    });
    await bench.act("officer", id, hard);
    expect(await terms(id)).toEqual([["natural", 72 * 60, true]]);
  });

  test.each([
    ["holder", "forbidden"],
    ["dispatcher", "forbidden"],
    ["department", "not_found"],
  ] as const)("is not the %s's to ring", async (who, code) => {
    const { id } = await bench.dispatched();
    await expect(bench.act(who, id, whistle())).rejects.toMatchObject({ code });
  });

  test.each([village, "500103003/MS09", "500103/D99"])("cannot call %s", async (handler) => {
    const { id } = await bench.dispatched();
    await expect(bench.act("worker", id, whistle({ handlers: [handler] }))).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("waits for a registered matter, and calls the same department once", async () => {
    const { id } = await bench.open();
    await expect(bench.act("worker", id, whistle())).rejects.toMatchObject({ code: "conflict" });
    await bench.act("dispatcher", id, { act: "register" });
    await bench.act("worker", id, whistle());
    await expect(bench.act("officer", id, whistle())).rejects.toMatchObject({ code: "conflict" });
    expect((await bench.caseOf(id)).orders).toHaveLength(1);
  });

  test("calls who works on it already by the work order they have", async () => {
    const { id } = await bench.dispatched();
    await bench.act("worker", id, whistle({ handlers: [post] }));
    const { orders } = await bench.caseOf(id);
    expect(orders.map(({ handler, part, whistle: kind }) => [handler, part, kind])).toEqual([
      [post, "lead", "emergency"],
    ]);
    await bench.act("holder", id, { act: "accept", workOrder: await bench.order(id) });
    await bench.act("holder", id, { act: "arrive", workOrder: await bench.order(id) });
    expect(await terms(id)).toEqual([["natural", 30, false]]);
    expect(await bench.status(id)).toBe("handling");
  });

  test("outlasts another dispatch and the way up the chain", async () => {
    const { id } = await bench.dispatched({}, { lead: grid });
    await bench.act("worker", id, { act: "accept", workOrder: await bench.order(id) });
    await bench.act("worker", id, whistle());
    await bench.act("worker", id, { act: "escalate", tried: ["劝导"], reason: "力所不及" });
    await bench.act("dispatcher", id, {
      act: "dispatch",
      lead: firePost,
      coHandlers: [],
      instructions: "",
    });
    expect(await order(id)).toMatchObject({ status: "dispatched", whistle: "emergency" });
    expect(await terms(id)).toEqual([["natural", 30, true]]);
  });
});

describe("a check-in", () => {
  test("to an emergency is the arrival on the scene: signed, at work, its clock stopped", async () => {
    const { id } = await bench.dispatched();
    await bench.act("worker", id, whistle());
    bench.wait(12 * minute);
    await checkIn(id, { position: { lon: 106.57, lat: 29.55 } });
    const checked = await order(id);
    expect([checked?.status, checked?.checked_in_at, checked?.arrived_at]).toEqual([
      "handling",
      new Date(bench.now()),
      new Date(bench.now()),
    ]);
    expect(await terms(id)).toEqual([["natural", 30, false]]);
    const { timeline, workOrders } = await readIncident(
      bench.context,
      await bench.viewer(people.officer),
      id,
    );
    const called = workOrders.find(({ handler }) => handler === department);
    expect(timeline.slice(-2).map(({ act, text }) => [act, text])).toEqual([
      ["whistle", `吹应急哨，请${called?.handlerName}在 30 分钟内报到：水管爆裂，请关阀抢修`],
      ["checkIn", `${called?.handlerName}到场报到`],
    ]);
    expect(called?.whistle).toMatchObject({
      kind: "emergency",
      minutes: 30,
      checkedInAt: new Date(bench.now()).toISOString(),
    });
  });

  test("to a regular one is an answer in words", async () => {
    const { id } = await bench.dispatched();
    await bench.act("secretary", id, whistle({ kind: "regular" }));
    await expect(checkIn(id)).rejects.toMatchObject({ code: "invalid" });
    await checkIn(id, { answer: "明早九点派抢修车" });
    expect((await order(id))?.status).toBe("accepted");
    expect((await order(id))?.arrived_at).toBeNull();
  });

  test("is only for who was called, once, and comes before the result", async () => {
    const { id } = await bench.dispatched();
    await bench.act("worker", id, whistle());
    const workOrder = await bench.order(id, department);
    for (const who of ["holder", "worker", "officer"] as const)
      await expect(bench.act(who, id, { act: "checkIn", workOrder })).rejects.toMatchObject({
        code: "forbidden",
      });
    await bench.act("department", id, { act: "accept", workOrder });
    await bench.act("holder", id, { act: "accept", workOrder: await bench.order(id) });
    const feedback = {
      act: "feedback" as const,
      workOrder,
      result: "已修好",
      before: [],
      after: [],
    };
    await expect(bench.act("department", id, feedback)).rejects.toMatchObject({
      code: "conflict",
      message: "请先报到，再反馈结果",
    });
    await checkIn(id);
    await expect(checkIn(id)).rejects.toMatchObject({ code: "conflict", message: "已报到" });
    await bench.act("department", id, feedback);
    expect((await order(id))?.status).toBe("fedBack");
  });

  test("is not asked of who was only dispatched", async () => {
    const { id } = await bench.dispatched();
    await expect(
      bench.act("holder", id, { act: "checkIn", workOrder: await bench.order(id), answer: "到" }),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});

test("a missed term goes to the district's centre for a department and to the duty officer for a post; the matter stays where it is", async () => {
  const { id } = await bench.dispatched({}, { lead: grid });
  await bench.act("worker", id, { act: "accept", workOrder: await bench.order(id) });
  await bench.act("worker", id, whistle({ handlers: [department, firePost] }));
  heard.length = 0;
  bench.wait(30 * minute - 1);
  await fireDueRungs(bench.context);
  const missed = () =>
    heard.flatMap(({ case: { incident }, rung }) =>
      incident.id === keyOf(id).id && rung?.act === "escalate"
        ? `${rung.order?.handler} ${rung.handedTo?.role} ${rung.handedTo?.unit}`
        : [],
    );
  expect(missed()).toEqual([]);
  bench.wait(1);
  await fireDueRungs(bench.context);
  expect(missed().toSorted()).toEqual([
    `${department} districtCentre 500103`,
    `${firePost} dutyOfficer ${town}`,
  ]);
  const { incident } = await bench.caseOf(id);
  expect([incident.status, incident.chain_level]).toEqual(["accepted", "grid"]);
});

test("the figures say by unit how many were rung, checked in and in time, and never who", async () => {
  bench.setNow(Date.parse("2026-12-20T09:00:00+08:00"));
  const period = { from: "2026-12-20T00:00:00.000Z", to: "2026-12-23T00:00:00.000Z" };
  const day = async (who: keyof typeof people, unit: string) =>
    readWhistleFigures(bench.context, await bench.viewer(people[who]), { unit, ...period });
  const rung = async (more: Partial<Whistle> = {}) => {
    const { id } = await bench.dispatched();
    await bench.act("worker", id, whistle(more));
    return id;
  };
  const [soon, late] = [await rung(), await rung()];
  await rung({ handlers: [firePost] });
  await rung({ kind: "regular", handlers: [firePost] });
  bench.wait(20 * minute);
  await checkIn(soon);
  bench.wait(hour);
  await checkIn(late);

  const counts = { rung: 4, checkedIn: 2, inTerm: 1, missed: 1 };
  const found = await day("officer", town);
  expect(found.total).toEqual(counts);
  expect(found.kinds).toEqual({
    emergency: { rung: 3, checkedIn: 2, inTerm: 1, missed: 1 },
    regular: { rung: 1, checkedIn: 0, inTerm: 0, missed: 0 },
    hard: { rung: 0, checkedIn: 0, inTerm: 0, missed: 0 },
  });
  expect(found.called.map(({ handler, counts: own }) => [handler, own])).toEqual([
    [department, { rung: 2, checkedIn: 2, inTerm: 1, missed: 0 }],
    [firePost, { rung: 2, checkedIn: 0, inTerm: 0, missed: 1 }],
  ]);
  expect(found.callers).toEqual([
    { unit: village, name: bench.context.units.name(village), counts },
  ]);
  expect((await day("centre", "500103")).callers.map(({ unit }) => unit)).toEqual([town]);
  await expect(day("officer", "500103003")).rejects.toMatchObject({ code: "forbidden" });
});
