import { afterAll, beforeAll, expect, test } from "vitest";
import { type IncidentId, keyOf } from "@gezhi/contract/ids.ts";
import { type Bench, firePost, post, startIncidents } from "./incident-testing.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

const reportsOf = async (id: IncidentId) =>
  (
    await bench.owner
      .selectFrom("reports")
      .select("id")
      .where("incident", "=", keyOf(id).id)
      .orderBy("id")
      .execute()
  ).map((row) => row.id);
const running = async (id: IncidentId) =>
  (await bench.clocks(id)).filter(({ state }) => state.runningSince !== null).length;
const bare = (report: string) => report.slice(7);

test("merging moves the reports, ends what ran, and undoing it gives everything back", async () => {
  const main = await bench.dispatched();
  const away = await bench.dispatched();
  await bench.act("dispatcher", away.id, { act: "merge", into: main.id, reason: "同一处垃圾" });

  const gone = await bench.caseOf(away.id);
  expect([
    gone.incident.status,
    gone.orders[0]?.status,
    await running(away.id),
    gone.incident.report_count,
  ]).toEqual(["merged", "withdrawn", 0, 0]);
  expect([await reportsOf(main.id), (await bench.caseOf(main.id)).incident.report_count]).toEqual([
    [main.report, away.report].map(bare).toSorted(),
    2,
  ]);

  await bench.act("dispatcher", away.id, { act: "unmerge", reason: "是两处" });
  const back = await bench.caseOf(away.id);
  expect([back.incident.status, back.incident.merged_into, back.incident.report_count]).toEqual([
    "registered",
    null,
    1,
  ]);
  expect([await reportsOf(main.id), await reportsOf(away.id)]).toEqual([
    [bare(main.report)],
    [bare(away.report)],
  ]);
  expect(await running(away.id)).toBe(2);
  expect((await bench.caseOf(main.id)).incident.report_count).toBe(1);
});

test("a receipt follows its report and speaks for the main incident", async () => {
  const main = await bench.open();
  const away = await bench.open();
  await bench.act("dispatcher", away.id, { act: "merge", into: main.id, reason: "同一件事" });
  await bench.act("dispatcher", main.id, { act: "reject", reason: "不在受理范围" });
  await bench.act({ report: away.report }, main.id, { act: "appeal", reason: "确有其事" });
  expect(await bench.status(main.id)).toBe("verifying");
});

test("what was merged twice comes back from wherever its reports are", async () => {
  const [a, b, c] = [await bench.open(), await bench.open(), await bench.open()];
  await bench.act("dispatcher", a.id, { act: "merge", into: b.id, reason: "同一件事" });
  await bench.act("dispatcher", b.id, { act: "merge", into: c.id, reason: "同一件事" });
  expect((await reportsOf(c.id)).length).toBe(3);
  await bench.act("dispatcher", a.id, { act: "unmerge", reason: "不是一件" });
  expect([await reportsOf(a.id), (await reportsOf(c.id)).length, await reportsOf(b.id)]).toEqual([
    [bare(a.report)],
    2,
    [],
  ]);
  await bench.act("dispatcher", b.id, { act: "unmerge", reason: "不是一件" });
  expect([await reportsOf(b.id), await reportsOf(c.id)]).toEqual([
    [bare(b.report)],
    [bare(c.report)],
  ]);
});

test("two that are merged into each other at once end with one of them open", async () => {
  const [a, b] = [await bench.open(), await bench.open()];
  const results = await Promise.allSettled([
    bench.act("dispatcher", a.id, { act: "merge", into: b.id, reason: "同一件事" }),
    bench.act({ username: "500103001-dispatcher-2" }, b.id, {
      act: "merge",
      into: a.id,
      reason: "同一件事",
    }),
  ]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(
    [await bench.status(a.id), await bench.status(b.id)].filter((status) => status === "merged"),
  ).toHaveLength(1);
});

test("the graver urgency stays; a closed one takes nobody in", async () => {
  const main = await bench.dispatched();
  const red = await bench.open({ urgency: "red" });
  await bench.act("dispatcher", red.id, { act: "merge", into: main.id, reason: "同一件事" });
  const { incident } = await bench.caseOf(main.id);
  expect(incident.urgency).toBe("red");
  expect(incident.reasons.urgency.at(-1)).toMatch(/^SJ-\S+ 并入，等级随之提高$/);
  expect(
    (await bench.clocks(main.id))
      .filter(({ state }) => state.runningSince !== null)
      .every(({ urgency }) => urgency === "red"),
  ).toBe(true);

  const refused = await bench.open();
  await bench.act("dispatcher", refused.id, { act: "reject", reason: "不属实" });
  const late = await bench.open();
  await expect(
    bench.act("dispatcher", late.id, { act: "merge", into: refused.id, reason: "同一件事" }),
  ).rejects.toMatchObject({ code: "conflict" });
  await expect(
    bench.act("dispatcher", late.id, { act: "merge", into: late.id, reason: "自己" }),
  ).rejects.toMatchObject({ code: "invalid" });
});

test("a split gives each owner an incident with own clocks, and the whole closes when the last is done", async () => {
  const { id } = await bench.dispatched();
  await bench.act("dispatcher", id, {
    act: "split",
    parts: [
      { title: "清运垃圾", category: "010101", lead: post },
      { title: "消除火险", category: "090101", lead: firePost },
    ],
  });
  const whole = await bench.caseOf(id);
  expect([whole.incident.status, whole.orders[0]?.status, whole.children]).toEqual([
    "handling",
    "withdrawn",
    { total: 2, open: 2 },
  ]);

  const children = await bench.owner
    .selectFrom("incidents")
    .select(["district", "id", "number", "status", "lead_handler"])
    .where("parent", "=", keyOf(id).id)
    .orderBy("number")
    .execute();
  expect(children.map(({ status, lead_handler }) => [status, lead_handler])).toEqual([
    ["dispatched", post],
    ["dispatched", firePost],
  ]);
  expect(children.map(({ number }) => number)).toEqual([
    `${whole.incident.number}-1`,
    `${whole.incident.number}-2`,
  ]);
  await expect(bench.act("dispatcher", id, { act: "close" })).rejects.toMatchObject({
    code: "conflict",
  });

  for (const [index, who] of (["holder", "fire"] as const).entries()) {
    const child = `${children[index]!.district}-${children[index]!.id}` as IncidentId;
    expect(await running(child)).toBe(3);
    const workOrder = await bench.order(child);
    await bench.act(who, child, { act: "accept", workOrder });
    await bench.act(who, child, {
      act: "feedback",
      workOrder,
      result: "已办",
      before: [],
      after: [],
    });
    await bench.act("worker", child, { act: "recheck", passed: true, files: [] });
    expect(await bench.status(id)).toBe("handling");
    await bench.act("dispatcher", child, { act: "close" });
  }
  expect([await bench.status(id), await running(id)]).toEqual(["closed", 0]);
});
