import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { IncidentId } from "@gezhi/contract/ids.ts";
import { type Bench, firePost, grid, post, startIncidents } from "./incident-testing.ts";
import { resumeDueReviews } from "./incident-timers.ts";

const hour = 3_600_000;
const day = 24 * hour;
const neighbour = "500103003";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

const clock = async (id: IncidentId, stage: string) =>
  (await bench.clocks(id)).findLast((one) => one.stage === stage);
async function accepted(options = {}): Promise<IncidentId> {
  const { id } = await bench.dispatched(options);
  await bench.act("holder", id, { act: "accept", workOrder: await bench.order(id) });
  return id;
}

describe("a delay", () => {
  const ask = async (id: IncidentId, engineering = false) =>
    bench.act("holder", id, {
      act: "requestDelay",
      workOrder: await bench.order(id),
      hours: 8,
      reason: "等待配件",
      engineering,
    });

  test("that is granted by the duty officer lengthens the handler's time and the whole, and runs on meanwhile", async () => {
    const id = await accepted();
    const before = (await clock(id, "dispose"))!.state;
    const whole = (await clock(id, "overall"))!.state;
    const due = (await bench.caseOf(id)).incident.due_at!;
    await ask(id);
    expect([await bench.status(id), (await clock(id, "dispose"))!.state.runningSince]).toEqual([
      "delayRequested",
      before.runningSince,
    ]);

    await bench.act("officer", id, {
      act: "decideDelay",
      request: await bench.pending(id, "delay"),
      approve: true,
    });

    const { incident } = await bench.caseOf(id);
    expect([incident.status, incident.delay_count]).toEqual(["accepted", 1]);
    expect((await clock(id, "dispose"))!.state.budgetMs - before.budgetMs).toBe(8 * hour);
    expect((await clock(id, "overall"))!.state.budgetMs - whole.budgetMs).toBe(8 * hour);
    expect(incident.due_at!.getTime()).toBeGreaterThan(due.getTime());
  });

  test("is asked once at a time; a second one, or an engineering one, is the commander's", async () => {
    const id = await accepted();
    await ask(id);
    await expect(ask(id)).rejects.toMatchObject({ code: "conflict" });
    await bench.act("officer", id, {
      act: "decideDelay",
      request: await bench.pending(id, "delay"),
      approve: true,
    });
    await ask(id);
    await expect(
      bench.act("officer", id, {
        act: "decideDelay",
        request: await bench.pending(id, "delay"),
        approve: true,
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await bench.act("commander", id, {
      act: "decideDelay",
      request: await bench.pending(id, "delay"),
      approve: false,
      note: "不再延",
    });
    expect((await bench.caseOf(id)).incident.delay_count).toBe(1);

    const engineering = await accepted();
    await ask(engineering, true);
    expect((await bench.caseOf(engineering)).requests[0]).toMatchObject({
      decider_role: "commander",
    });
  });

  test("lapses when the result comes first", async () => {
    const id = await accepted();
    await ask(id);
    await bench.act("holder", id, {
      act: "feedback",
      workOrder: await bench.order(id),
      result: "提前办结",
      before: [],
      after: [],
    });
    const { incident, requests } = await bench.caseOf(id);
    expect([incident.status, requests[0]?.status]).toEqual(["rechecking", "lapsed"]);
    expect((await clock(id, "delay"))!.state.stoppedAt).not.toBeNull();
  });
});

describe("a suspension", () => {
  const ask = (id: IncidentId, days: number) =>
    bench.act("holder", id, {
      act: "requestSuspend",
      reason: "待旱季施工",
      reviewAt: new Date(bench.now() + days * day).toISOString(),
      interimMeasure: "设置围挡和警示灯",
    });

  test("is the commander's; it stops every clock, shows the review date, and ends by itself on that date", async () => {
    const id = await accepted();
    await ask(id, 10);
    await expect(
      bench.act("officer", id, {
        act: "decideSuspend",
        request: await bench.pending(id, "suspend"),
        approve: true,
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    bench.wait(hour);
    await bench.act("commander", id, {
      act: "decideSuspend",
      request: await bench.pending(id, "suspend"),
      approve: true,
    });

    const suspended = await bench.caseOf(id);
    expect(suspended.incident.status).toBe("suspended");
    expect(suspended.incident.due_at).toEqual(suspended.incident.review_at);
    const kept = (await bench.clocks(id)).filter(({ state }) => state.stoppedAt === null);
    expect(kept.map(({ state }) => state.runningSince)).toEqual(kept.map(() => null));
    const used = (await clock(id, "dispose"))!.state.consumedMs;

    bench.wait(9 * day);
    expect(await resumeDueReviews(bench.context)).toBe(0);
    bench.wait(day);
    expect(await resumeDueReviews(bench.context)).toBe(1);

    expect(await bench.status(id)).toBe("accepted");
    expect((await clock(id, "dispose"))!.state).toMatchObject({
      consumedMs: used,
      runningSince: bench.now(),
    });
    expect(await resumeDueReviews(bench.context)).toBe(0);
  });

  test("needs a review date within the limit", async () => {
    const id = await accepted();
    await expect(ask(id, 31)).rejects.toMatchObject({ code: "invalid" });
    await expect(ask(id, -1)).rejects.toMatchObject({ code: "invalid" });
  });

  test("can be ended early by the centre", async () => {
    const id = await accepted();
    await ask(id, 10);
    await bench.act("commander", id, {
      act: "decideSuspend",
      request: await bench.pending(id, "suspend"),
      approve: true,
    });
    await bench.act("dispatcher", id, { act: "resume", note: "材料已到" });
    expect([await bench.status(id), (await bench.caseOf(id)).incident.review_at]).toEqual([
      "accepted",
      null,
    ]);
  });
});

describe("other towns", () => {
  test("one that is asked sees the matter, answers under a clock, and helps; the others go on", async () => {
    const id = await accepted();
    await bench.act("officer", id, {
      act: "requestCrossTown",
      to: [neighbour, "500103004"],
      need: "请派洒水车",
    });
    expect([await bench.status(id), (await clock(id, "crossTown"))?.state.runningSince]).toEqual([
      "accepted",
      bench.now(),
    ]);
    expect((await bench.caseOf(id)).incident).toMatchObject({
      party_units: [grid, post],
      informed_units: [neighbour, "500103004"],
    });

    const { requests } = await bench.caseOf(id);
    const to = (unit: string) =>
      `500103-${requests.find(({ decider_unit }) => decider_unit === unit)!.id}` as Awaited<
        ReturnType<Bench["pending"]>
      >;
    await expect(
      bench.act("officer", id, { act: "decideCrossTown", request: to(neighbour), approve: true }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await bench.act("otherTown", id, {
      act: "decideCrossTown",
      request: to(neighbour),
      approve: true,
      note: "已派车",
    });
    await bench.act({ username: "500103004-duty-officer-1" }, id, {
      act: "decideCrossTown",
      request: to("500103004"),
      approve: false,
      note: "车辆检修",
    });

    const after = await bench.caseOf(id);
    expect(after.orders.find(({ handler }) => handler === neighbour)).toMatchObject({
      part: "co",
      status: "accepted",
    });
    expect(after.incident).toMatchObject({
      party_units: [grid, post, neighbour],
      informed_units: [],
    });
    const helping = await bench.order(id, neighbour);
    await bench.act("otherTown", id, {
      act: "feedback",
      workOrder: helping,
      result: "已协助冲洗",
      before: [],
      after: [],
    });
  });

  test("both towns rate each other once it is closed", async () => {
    const id = await accepted();
    await bench.act("officer", id, {
      act: "requestCrossTown",
      to: [neighbour],
      need: "请派洒水车",
    });
    await bench.act("otherTown", id, {
      act: "decideCrossTown",
      request: await bench.pending(id, "crossTown"),
      approve: true,
    });
    for (const [who, handler] of [
      ["otherTown", neighbour],
      ["holder", post],
    ] as const)
      await bench.act(who, id, {
        act: "feedback",
        workOrder: await bench.order(id, handler),
        result: "已办",
        before: [],
        after: [],
      });
    await bench.act("worker", id, { act: "recheck", passed: true, files: [] });
    await bench.act("dispatcher", id, { act: "close" });

    await bench.act("dispatcher", id, {
      act: "rate",
      side: "townRatesTown",
      satisfied: true,
      stars: 5,
    });
    await bench.act("otherTown", id, {
      act: "rate",
      side: "townRatesTown",
      satisfied: true,
      stars: 4,
    });
    expect(
      (await bench.caseOf(id)).ratings.map(({ side, by, stars }) => [side, by, stars]),
    ).toEqual([
      ["townRatesTown", "500103001", 5],
      ["townRatesTown", neighbour, 4],
    ]);
    await expect(
      bench.act("officer", id, { act: "rate", side: "townRatesTown", satisfied: true, stars: 5 }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(
      bench.act("worker", id, { act: "rate", side: "reporter", satisfied: true, stars: 5 }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a town across the border of the district is asked like any other", async () => {
    const id = await accepted();
    await bench.act("officer", id, {
      act: "requestCrossTown",
      to: ["500108102"],
      need: "江面漂浮物向下游漂移",
    });
    const across = { username: "500108102-dispatcher-1" };
    await bench.act(across, id, {
      act: "decideCrossTown",
      request: await bench.pending(id, "crossTown"),
      approve: true,
    });
    await bench.act(across, id, {
      act: "feedback",
      workOrder: await bench.order(id, "500108102"),
      result: "已拦截打捞",
      before: [],
      after: [],
    });
    expect((await bench.caseOf(id)).orders.map(({ handler, status }) => [handler, status])).toEqual(
      [
        [post, "accepted"],
        ["500108102", "fedBack"],
      ],
    );
  });

  test("a transfer that is accepted makes the other centre the lead, which dispatches to its own post", async () => {
    const id = await accepted();
    await bench.act("officer", id, {
      act: "requestTransfer",
      to: neighbour,
      reason: "实际位于对方辖区",
    });
    expect(await bench.status(id)).toBe("transferred");
    await bench.act("otherTown", id, {
      act: "decideTransfer",
      request: await bench.pending(id, "transfer"),
      approve: true,
    });

    const taken = await bench.caseOf(id);
    expect([taken.incident.status, taken.incident.lead_handler]).toEqual(["accepted", neighbour]);
    expect(taken.orders.find(({ handler }) => handler === post)?.status).toBe("withdrawn");
    await bench.act("otherTown", id, {
      act: "dispatch",
      lead: `${neighbour}/MS09`,
      coHandlers: [],
      instructions: "",
    });
    expect((await bench.caseOf(id)).incident.lead_handler).toBe(`${neighbour}/MS09`);
  });

  test.each(["500103999", "500103001017", "500103001"])("%s cannot be asked", async (to) => {
    const id = await accepted();
    await expect(
      bench.act("officer", id, { act: "requestTransfer", to, reason: "无" }),
    ).rejects.toMatchObject({ code: "invalid" });
    await expect(
      bench.act("officer", id, { act: "requestCrossTown", to: [to], need: "无" }),
    ).rejects.toMatchObject({ code: "invalid" });
  });

  test("a transfer that is declined leaves the work where it was", async () => {
    const id = await accepted();
    await bench.act("officer", id, {
      act: "requestTransfer",
      to: neighbour,
      reason: "实际位于对方辖区",
    });
    await bench.act("otherTown", id, {
      act: "decideTransfer",
      request: await bench.pending(id, "transfer"),
      approve: false,
      note: "在贵辖区",
    });
    expect([await bench.status(id), (await bench.caseOf(id)).incident.lead_handler]).toEqual([
      "accepted",
      post,
    ]);
  });
});

describe("a cancellation", () => {
  test("takes two people and ends everything that runs", async () => {
    const id = await accepted();
    await bench.act("officer", id, { act: "requestCancel", reason: "演练数据误入" });
    const request = await bench.pending(id, "cancel");
    await expect(
      bench.act("officer", id, { act: "decideCancel", request, approve: true }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await bench.act("officer2", id, { act: "decideCancel", request, approve: true });

    const { incident, orders } = await bench.caseOf(id);
    expect([incident.status, orders[0]?.status]).toEqual(["cancelled", "withdrawn"]);
    expect((await bench.clocks(id)).every(({ state }) => state.stoppedAt !== null)).toBe(true);
  });

  test("that is refused changes nothing", async () => {
    const { id } = await bench.dispatched({}, { coHandlers: [firePost] });
    await bench.act("dispatcher", id, { act: "requestCancel", reason: "误报" });
    await bench.act("commander", id, {
      act: "decideCancel",
      request: await bench.pending(id, "cancel"),
      approve: false,
      note: "属实",
    });
    expect(await bench.status(id)).toBe("dispatched");
  });
});
