import { IncidentId } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { read } from "../../platform/database/scope.ts";
import { findTimeline } from "../timeline/timeline-queries.ts";
import { verifyChain } from "../timeline/timeline-rules.ts";
import { keyOf } from "@gezhi/contract/ids.ts";
import { performOnAll } from "./incident-commands.ts";
import { type Bench, firePost, grid, post, startIncidents } from "./incident-testing.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

const running = async (id: IncidentId) =>
  (await bench.clocks(id))
    .filter(({ state }) => state.runningSince !== null)
    .map(({ stage }) => stage)
    .toSorted();
const timeline = (id: IncidentId) => read(bench.db, "system", (tx) => findTimeline(tx, keyOf(id)));

test("a matter goes from the report to a rated result, and the right clocks run at each step", async () => {
  const { id, report } = await bench.open();
  expect([await bench.status(id), await running(id)]).toEqual([
    "reported",
    ["overall", "register"],
  ]);

  await bench.act("dispatcher", id, { act: "register" });
  await bench.act("dispatcher", id, {
    act: "dispatch",
    lead: post,
    coHandlers: [],
    instructions: "请今日清运",
  });
  expect([await bench.status(id), await running(id)]).toEqual([
    "dispatched",
    ["accept", "dispose", "overall"],
  ]);

  const workOrder = await bench.order(id);
  await bench.act("holder", id, { act: "accept", workOrder });
  await bench.act("holder", id, { act: "arrive", workOrder });
  await bench.act("holder", id, {
    act: "progress",
    workOrder,
    stage: "firstAction",
    note: "已围挡",
    files: [],
  });
  expect([await bench.status(id), await running(id)]).toEqual(["handling", ["dispose", "overall"]]);

  await bench.act("holder", id, {
    act: "feedback",
    workOrder,
    result: "已清运",
    before: [],
    after: [],
  });
  expect([await bench.status(id), await running(id)]).toEqual([
    "rechecking",
    ["overall", "recheck"],
  ]);
  await bench.act("worker", id, { act: "recheck", passed: true, files: [] });
  await bench.act("dispatcher", id, { act: "close" });
  expect([await bench.status(id), await running(id)]).toEqual(["closed", []]);

  await bench.act({ report }, id, { act: "rate", side: "reporter", satisfied: true, stars: 5 });
  expect(await bench.status(id)).toBe("evaluated");

  const entries = await timeline(id);
  expect(entries.map(({ act }) => act)).toEqual([
    "report",
    "register",
    "dispatch",
    "accept",
    "arrive",
    "progress",
    "feedback",
    "recheck",
    "close",
    "rate",
  ]);
  const chain = entries.map((entry) => ({
    ...entry,
    incident: id,
    at: entry.at.toISOString(),
    previousHash: entry.previous_hash,
  }));
  expect(verifyChain(chain)).toEqual({ intact: true, entries: 10 });
});

test("every act reaches the live log with the parties it concerns, in the same transaction", async () => {
  const { id } = await bench.dispatched();
  const rows = await bench.owner
    .selectFrom("live_log")
    .selectAll()
    .where("subject", "=", id)
    .orderBy("position")
    .execute();
  expect(rows.map(({ kind, act, town }) => [kind, act, town])).toEqual([
    ["incident", "dispatch", "500103001"],
  ]);
  expect(rows[0]!.party_units).toEqual(expect.arrayContaining([grid, post]));
});

describe("an act is refused", () => {
  test("with 404 when the incident is not in one's scope, and nothing is said about it", async () => {
    const { id } = await bench.open();
    await expect(bench.act("otherTown", id, { act: "register" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("with 403 when it is somebody else's to do", async () => {
    const { id } = await bench.dispatched();
    const workOrder = await bench.order(id);
    await expect(bench.act("fire", id, { act: "accept", workOrder })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(bench.act("dispatcher", id, { act: "accept", workOrder })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("with 409 in a state that does not know it, and when done twice", async () => {
    const { id } = await bench.dispatched();
    const workOrder = await bench.order(id);
    await expect(bench.act("dispatcher", id, { act: "register" })).rejects.toMatchObject({
      code: "conflict",
    });
    await bench.act("holder", id, { act: "accept", workOrder });
    await expect(bench.act("holder", id, { act: "accept", workOrder })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("and leaves nothing behind", async () => {
    const { id } = await bench.dispatched();
    const before = await bench.caseOf(id);
    const workOrder = await bench.order(id);
    await expect(bench.act("fire", id, { act: "accept", workOrder })).rejects.toThrow();
    expect(await bench.caseOf(id)).toEqual(before);
  });

  test("for a work order or a request of another incident", async () => {
    const one = await bench.dispatched();
    const other = await bench.dispatched();
    const workOrder = await bench.order(other.id);
    await expect(bench.act("holder", one.id, { act: "accept", workOrder })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("to a receipt that belongs to another incident", async () => {
    const one = await bench.open();
    const other = await bench.open();
    await bench.act("dispatcher", one.id, { act: "reject", reason: "不属实" });
    await expect(
      bench.act({ report: other.report }, one.id, { act: "appeal", reason: "属实" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

test("of two people who act at once, one is told so", async () => {
  const { id } = await bench.open();

  const results = await Promise.allSettled([
    bench.act("dispatcher", id, { act: "register" }),
    bench.act({ username: "500103001-dispatcher-2" }, id, { act: "register" }),
  ]);

  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "conflict" },
  });
  expect((await timeline(id)).map(({ act }) => act)).toEqual(["report", "register"]);
});

test("a bulk act is done for each on its own and says for each what became of it", async () => {
  const open = await bench.open();
  const dispatched = await bench.dispatched();
  const foreign = IncidentId.parse("500103-00000000-0000-7000-8000-000000000000");

  const actor = await bench.actor("dispatcher");
  const results = await performOnAll(
    bench.context,
    actor,
    [open.id, dispatched.id, foreign, open.id],
    { act: "register" },
  );

  expect(results.map(({ ok, problem }) => [ok, problem?.slice(0, 6) ?? null])).toEqual([
    [true, null],
    [false, "事件状态已变"],
    [false, "没有找到事件"],
  ]);
  expect(await bench.status(open.id)).toBe("registered");
});

test("a bulk act goes on past one that the database cannot take now", async () => {
  const [stuck, next] = [await bench.open(), await bench.open()];
  await sql`create function refuse_incident() returns trigger language plpgsql as $$ begin raise exception using errcode = '55P03'; end $$`.execute(
    bench.owner,
  );
  await sql`create trigger refuse_incident before update on incidents for each row
    when (new.id = ${sql.lit(keyOf(stuck.id).id)}::uuid) execute function refuse_incident()`.execute(
    bench.owner,
  );

  const actor = await bench.actor("dispatcher");
  const done = performOnAll(bench.context, actor, [stuck.id, next.id], { act: "register" });
  await Promise.allSettled([done]);
  await sql`drop trigger refuse_incident on incidents`.execute(bench.owner);
  await sql`drop function refuse_incident`.execute(bench.owner);
  const results = await done;

  expect(results.map(({ ok, problem }) => [ok, problem])).toEqual([
    [false, "有人正在同时操作，请重试"],
    [true, null],
  ]);
  expect(await bench.status(next.id)).toBe("registered");
});

describe("verification", () => {
  test("what the public reports waits for verification; confirmed it is registered, else it is a false alarm", async () => {
    const real = await bench.open({ source: "resident" });
    const wrong = await bench.open({ source: "hotline" });
    expect([await bench.status(real.id), await running(real.id)]).toEqual([
      "verifying",
      ["overall", "verify"],
    ]);

    await bench.act("worker", real.id, { act: "verify", result: "confirmed", files: [] });
    await bench.act("dispatcher", wrong.id, {
      act: "verify",
      result: "falseAlarm",
      note: "已电话核实",
      files: [],
    });

    expect([await bench.status(real.id), await running(real.id)]).toEqual([
      "registered",
      ["overall", "register"],
    ]);
    expect([await bench.status(wrong.id), await running(wrong.id)]).toEqual(["falseAlarm", []]);
  });

  test("an urgent matter that proves true goes to its post at once", async () => {
    const { id } = await bench.open({ source: "resident", category: "090101", urgency: "orange" });
    await bench.act("worker", id, { act: "verify", result: "confirmed", files: [] });

    const { incident, orders } = await bench.caseOf(id);
    expect([incident.status, incident.lead_handler, orders[0]?.dispatched_by]).toEqual([
      "dispatched",
      firePost,
      null,
    ]);
    const acts = (await timeline(id)).slice(-2).map(({ act, actor }) => [act, actor === "系统"]);
    expect(acts).toEqual([
      ["verify", false],
      ["dispatch", true],
    ]);
  });

  test("an urgent matter whose proposed post is gone waits for the dispatcher instead", async () => {
    const { id } = await bench.open({
      source: "resident",
      urgency: "orange",
      lead: "500103001/ZZ99",
    });
    await bench.act("worker", id, { act: "verify", result: "confirmed", files: [] });
    expect(await bench.status(id)).toBe("registered");
  });

  test("somebody else can be asked to verify, and then may", async () => {
    const { id } = await bench.open();
    await expect(
      bench.act("fire", id, { act: "verify", result: "confirmed", files: [] }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await bench.act("dispatcher", id, { act: "startVerify", verifier: firePost });
    await bench.act("fire", id, { act: "verify", result: "confirmed", files: [] });
    expect(await bench.status(id)).toBe("registered");
    const other = await bench.open();
    await expect(
      bench.act("dispatcher", other.id, { act: "startVerify", verifier: "500103003/PA05" }),
    ).rejects.toMatchObject({ code: "invalid" });
  });

  test("an appeal brings a refused report back to verification and is answered by its outcome", async () => {
    const { id, report } = await bench.open();
    await bench.act("dispatcher", id, { act: "reject", reason: "不属于受理范围" });
    await bench.act({ report }, id, { act: "appeal", reason: "确有其事" });
    expect([await bench.status(id), await running(id)]).toEqual([
      "verifying",
      ["overall", "verify"],
    ]);
    await expect(
      bench.act("dispatcher", id, { act: "reject", reason: "仍不属实" }),
    ).rejects.toMatchObject({ code: "conflict" });

    await bench.act("officer", id, { act: "reject", reason: "值班长复核仍不属实" });

    const { incident, requests } = await bench.caseOf(id);
    expect([incident.status, requests.map(({ kind, status }) => [kind, status])]).toEqual([
      "rejected",
      [["appeal", "refused"]],
    ]);
    await expect(
      bench.act({ report }, id, { act: "appeal", reason: "再次申诉" }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("what the grid solves itself is closed at once or drawn for a check, and the check is not the worker's", async () => {
    const closed: string[] = [];
    const sampled: IncidentId[] = [];
    while (sampled.length === 0 || closed.length === 0) {
      const { id } = await bench.open();
      await bench.act("worker", id, { act: "selfHandle", result: "当场劝导，已清理", files: [] });
      if ((await bench.caseOf(id)).incident.sampled) sampled.push(id);
      else closed.push(await bench.status(id));
    }
    expect(new Set(closed)).toEqual(new Set(["closed"]));
    const [first] = sampled;
    expect([await bench.status(first!), await running(first!)]).toEqual([
      "selfHandled",
      ["overall", "recheck"],
    ]);
    await expect(
      bench.act("worker", first!, { act: "checkSelfHandled", passed: true }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await bench.act("dispatcher", first!, {
      act: "checkSelfHandled",
      passed: false,
      note: "仍有堆放",
    });
    expect([await bench.status(first!), await running(first!)]).toEqual([
      "registered",
      ["overall", "register"],
    ]);
  });
});
