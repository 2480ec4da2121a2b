import { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { describe, expect, test } from "vitest";
import { clocksWanted } from "./incident-clock-rules.ts";
import type { Actor, OrderFacts } from "./incident-facts.ts";
import { actionsFor, refusalOf, statusAfter } from "./incident-lifecycle.ts";
import { delayDecider, returnDecider } from "./request-rules.ts";
import {
  at,
  dayMs,
  facts,
  grid,
  holder,
  limits,
  may,
  officer,
  order,
  request,
  staff,
  stranger,
  town,
  who,
  worker,
} from "./incident-facts-testing.ts";

describe("evidence of domain C.1 and C.2", () => {
  test("a collector's report may be registered directly; one that waits for verification may not", () => {
    expect(who("register", facts({ status: "reported" }))).toEqual([
      "dispatcher",
      "officer",
      "commander",
    ]);
    expect(who("register", facts({ status: "verifying" }))).toEqual([]);
    expect(who("verify", facts({ status: "verifying" }))).toEqual([
      "dispatcher",
      "officer",
      "commander",
      "worker",
    ]);
  });

  test("a refusal may be appealed once, and only the duty officer refuses again", () => {
    const receipt: Actor = { kind: "reporter", report: "r" };
    expect(may(receipt, "appeal", facts({ status: "rejected" }))).toBe(true);
    expect(may(receipt, "appeal", facts({ status: "rejected", appealed: true }))).toBe(false);
    expect(who("reject", facts({ status: "verifying", appealed: true }))).toEqual([
      "officer",
      "commander",
    ]);
  });

  test.each([
    [0, "dispatcher", town],
    [1, "dutyOfficer", town],
    [2, "districtCentre", "500103"],
  ])("after %i returns the next is decided by the %s of %s", (returnCount, role, unit) => {
    expect(returnDecider(facts({ returnCount }), "lead")).toEqual({ role, unit });
  });

  test("a fourth return does not exist: the third is final", () => {
    const now = facts({ status: "dispatched", orders: [order()], returnCount: 3 });
    expect(refusalOf("requestReturn", holder, now, { order: order() }, at, limits)).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("终局") as string,
    });
  });

  test("only what is not signed for can be returned", () => {
    expect(who("requestReturn", facts({ status: "dispatched", orders: [order()] }))).toEqual([
      "holder",
    ]);
    expect(
      who("requestReturn", facts({ status: "accepted", orders: [order({ status: "accepted" })] })),
    ).toEqual([]);
  });

  test("the clocks of a work order start with the dispatch and run on while its return is decided", () => {
    const stages = (status: "dispatched" | "returnRequested") =>
      clocksWanted(facts({ status, orders: [order({ status })] })).map(({ stage }) => stage);
    expect(stages("dispatched")).toEqual(["overall", "accept", "dispose"]);
    expect(stages("returnRequested")).toEqual(["overall", "accept", "dispose"]);
  });

  test.each([
    [0, false, "dutyOfficer"],
    [1, false, "commander"],
    [0, true, "commander"],
  ])(
    "after %i delays, engineering %s, the next delay is decided by the %s",
    (delayCount, engineering, role) => {
      expect(delayDecider(facts({ delayCount }), engineering)).toEqual({ role, unit: town });
    },
  );

  test("nobody decides their own delay or cancels alone", () => {
    const delay = facts({
      status: "delayRequested",
      orders: [order({ status: "handling" })],
      requests: [request({ askedBy: officer.viewer.account })],
    });
    expect(who("decideDelay", delay)).toEqual(["commander"]);
    const cancel = facts({
      status: "handling",
      requests: [request({ kind: "cancel", order: null, askedBy: officer.viewer.account })],
    });
    expect(who("decideCancel", cancel)).toEqual(["commander"]);
  });

  test("a suspension is the commander's to grant", () => {
    const now = facts({
      status: "handling",
      requests: [request({ kind: "suspend", order: null, deciderRole: "commander" })],
    });
    expect(who("decideSuspend", now)).toEqual(["commander"]);
  });

  test("the recheck is never the handler's, even when the handler is the grid worker or the duty officer", () => {
    const done = order({ status: "fedBack", acceptedAt: at });
    expect(who("recheck", facts({ status: "rechecking", orders: [done] }))).toEqual([
      "officer",
      "commander",
      "worker",
    ]);
    const byWorker = { ...done, acceptedBy: worker.viewer.account };
    expect(who("recheck", facts({ status: "rechecking", orders: [byWorker] }))).toEqual([
      "officer",
      "commander",
    ]);
    const byGrid = { ...done, handler: grid };
    expect(who("recheck", facts({ status: "rechecking", orders: [byGrid] }))).toEqual([
      "officer",
      "commander",
    ]);
    const fedBack = { ...done, fedBackBy: officer.viewer.account };
    expect(who("recheck", facts({ status: "rechecking", orders: [fedBack] }))).toEqual([
      "commander",
      "worker",
    ]);
  });

  test("a staff reporter may recheck, unless the work was theirs", () => {
    const neighbour = staff("postHolder", town, { post: "PA05" });
    const now = (done: OrderFacts) =>
      facts({ status: "rechecking", reporters: [neighbour.viewer.account], orders: [done] });
    expect(may(neighbour, "recheck", now(order({ status: "fedBack", acceptedAt: at })))).toBe(true);
    expect(
      may(
        neighbour,
        "recheck",
        now(order({ status: "fedBack", acceptedAt: at, handler: `${town}/PA05` })),
      ),
    ).toBe(false);
  });

  test("only a passed recheck lets the centre close", () => {
    const orders = [order({ status: "fedBack", acceptedAt: at })];
    expect(who("close", facts({ status: "rechecking", orders }))).toEqual([]);
    expect(who("close", facts({ status: "rechecking", orders, rechecked: true }))).toEqual([
      "dispatcher",
      "officer",
      "commander",
    ]);
    expect(
      statusAfter(
        { act: "recheck", passed: false, note: "仍有积水", files: [] },
        facts({ status: "rechecking", orders }),
      ),
    ).toBe("rework");
  });

  test("the recheck starts by itself when lead and co-handlers have reported", () => {
    const lead = order({ status: "handling" });
    const co = order({
      id: "00000000-0000-7000-8000-000000000003",
      part: "co",
      status: "handling",
      handler: `${town}/PA05`,
    });
    const input = {
      act: "feedback",
      workOrder: "500103-x",
      result: "好",
      before: [],
      after: [],
    } as never;
    expect(
      statusAfter(input, facts({ status: "handling", orders: [lead, co] }), { order: lead }),
    ).toBe("feedback");
    expect(statusAfter(input, facts({ status: "handling", orders: [lead] }), { order: lead })).toBe(
      "rechecking",
    );
    const reported = { ...lead, status: "fedBack" } as const;
    expect(
      statusAfter(input, facts({ status: "feedback", orders: [reported, co] }), { order: co }),
    ).toBe("rechecking");
    expect(
      statusAfter(input, facts({ status: "handling", orders: [lead, co] }), { order: co }),
    ).toBe("handling");
  });

  test("a rating is invited for seven days, once for each closing", () => {
    const receipt: Actor = { kind: "reporter", report: "r" };
    const closed = facts({ status: "closed", closedAt: at });
    expect(may(receipt, "rate", closed, at + 7 * dayMs)).toBe(true);
    expect(may(receipt, "rate", closed, at + 7 * dayMs + 1)).toBe(false);
    const rated = { ...closed, ratings: [{ side: "reporter", by: "r", satisfied: false, at }] };
    expect(may(receipt, "rate", rated)).toBe(false);
    expect(may(receipt, "rate", { ...rated, closedAt: at + 1 }, at + 2)).toBe(true);
  });

  test("a dissatisfied reporter may reopen, a satisfied one may not", () => {
    const receipt: Actor = { kind: "reporter", report: "r" };
    const rated = (satisfied: boolean) =>
      facts({
        status: "evaluated",
        closedAt: at,
        ratings: [{ side: "reporter", by: "r", satisfied, at }],
      });
    expect(may(receipt, "reopen", rated(false))).toBe(true);
    expect(may(receipt, "reopen", rated(true))).toBe(false);
    expect(who("reopen", facts({ status: "closed", closedAt: at }))).toEqual([
      "officer",
      "commander",
    ]);
  });

  test("the archive opens after thirty days and to the server alone", () => {
    const closed = facts({ status: "evaluated", closedAt: at });
    expect(may({ kind: "system" }, "archive", closed, at + 30 * dayMs)).toBe(true);
    expect(may({ kind: "system" }, "archive", closed, at + 30 * dayMs - 1)).toBe(false);
    expect(who("archive", closed)).toEqual([]);
  });

  test.each([
    ["grid", "yellow", "dispatched"],
    ["grid", "red", "registered"],
    ["village", "blue", "registered"],
    ["town", "blue", "escalated"],
  ] as const)("from the %s a %s matter is %s after an escalation", (chainLevel, urgency, next) => {
    const input = { act: "escalate", tried: ["劝导"], reason: "无效" } as const;
    expect(
      statusAfter(
        { ...input, tried: [...input.tried] },
        facts({ status: "handling", chainLevel, urgency }),
      ),
    ).toBe(next);
  });

  test("the grid that handles may escalate, at the town only the duty officer", () => {
    const orders = [order({ handler: grid, status: "handling" })];
    expect(who("escalate", facts({ status: "handling", chainLevel: "grid", orders }))).toEqual([
      "officer",
      "commander",
      "worker",
    ]);
    expect(
      who("escalate", facts({ status: "handling", orders: [order({ status: "handling" })] })),
    ).toEqual(["officer", "commander"]);
  });

  test("what stands with the district is the district's to dispatch, answer and close", () => {
    const now = facts({ status: "registered", chainLevel: "district" });
    expect(who("dispatch", now)).toEqual(["centre"]);
    expect(who("deescalate", now)).toEqual(["centre"]);
    expect(who("deescalate", facts({ status: "registered" }))).toEqual([]);
  });

  test("another town has no say in a matter that is not before it", () => {
    const open = IncidentStatus.options.map((status) =>
      facts({ status, orders: [order({ status: "accepted" })], requests: [request({})] }),
    );
    expect(open.flatMap((now) => actionsFor(stranger, now, at, limits))).toEqual([]);
  });
});
