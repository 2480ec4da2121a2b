import { IncidentAct, IncidentStatus, PerformAct, RequestKind } from "@gezhi/contract/incidents.ts";
import type { Appointment, Role } from "@gezhi/contract/identity.ts";
import { describe, expect, test } from "vitest";
import { type Viewer, viewerFrom } from "../identity/viewer.ts";
import { clocksWanted, isOpen } from "./incident-clock-rules.ts";
import type { Actor, IncidentFacts, OrderFacts, RequestFacts } from "./incident-facts.ts";
import { actionsFor, lifecycle, refusalOf, statusAfter } from "./incident-lifecycle.ts";
import { delayDecider, returnDecider } from "./request-rules.ts";

const town = "500103001";
const grid = "500103001017001";
const post = `${town}/MS09`;
const at = Date.parse("2026-11-26T09:00:00+08:00");
const limits = { ratingDays: 7, archiveDays: 30, suspensionMaxDays: 30 };
const dayMs = 86_400_000;

const facts = (change: Partial<IncidentFacts> = {}): IncidentFacts => ({
  district: "500103",
  status: "reported",
  resumeStatus: null,
  urgency: "yellow",
  chainLevel: "town",
  unit: grid,
  town,
  verifier: null,
  reporters: [],
  returnCount: 0,
  delayCount: 0,
  appealed: false,
  supervised: false,
  sampled: false,
  rechecked: false,
  closedAt: null,
  isChild: false,
  children: { total: 0, open: 0 },
  orders: [],
  requests: [],
  ratings: [],
  ...change,
});

const order = (change: Partial<OrderFacts> = {}): OrderFacts => ({
  id: "00000000-0000-7000-8000-000000000001",
  handler: post,
  part: "lead",
  status: "dispatched",
  round: 1,
  acceptedAt: null,
  acceptedBy: null,
  arrivedAt: null,
  fedBackBy: null,
  whistle: null,
  whistleMinutes: null,
  checkedInAt: null,
  ...change,
});

const request = (change: Partial<RequestFacts>): RequestFacts => ({
  id: "00000000-0000-7000-8000-000000000002",
  kind: "delay",
  status: "pending",
  order: order().id,
  deciderRole: "dutyOfficer",
  deciderUnit: town,
  askedBy: "someone",
  detail: {},
  ...change,
});

let people = 0;
function staff(
  role: Role,
  unit: string,
  more: { post?: string; department?: string } = {},
): Actor & { kind: "staff" } {
  people += 1;
  const account = `00000000-0000-7000-9000-${String(people).padStart(12, "0")}`;
  const held = {
    id: account,
    account,
    unit,
    role,
    post: more.post ?? null,
    department: more.department ?? null,
    holder: null,
    validFrom: "2026-01-01",
    validTo: null,
  };
  const viewer: Viewer = viewerFrom({ account, username: role, name: role }, [held as Appointment]);
  return { kind: "staff", viewer };
}

const dispatcher = staff("dispatcher", town);
const officer = staff("dutyOfficer", town);
const commander = staff("commander", town);
const holder = staff("postHolder", town, { post: "MS09" });
const worker = staff("gridWorker", grid);
const centre = staff("districtCentre", "500103");
const stranger = staff("dispatcher", "500103002");
const everybody = { dispatcher, officer, commander, holder, worker, centre, stranger };

const may = (actor: Actor, act: IncidentAct, now: IncidentFacts, when = at): boolean => {
  const [first] = now.orders;
  const [asked] = now.requests;
  const subject = {
    ...(lifecycle[act].order && first ? { order: first } : {}),
    ...(lifecycle[act].decides && asked ? { request: asked } : {}),
  };
  return refusalOf(act, actor, now, subject, when, limits) === null;
};
const who = (act: IncidentAct, now: IncidentFacts): string[] =>
  Object.entries(everybody).flatMap(([name, actor]) => (may(actor, act, now) ? [name] : []));

/** How the lead's work order can stand in a state; elsewhere in any way short of a result. */
const leads: Partial<Record<IncidentStatus, readonly OrderFacts["status"][]>> = {
  dispatched: ["dispatched"],
  returnRequested: ["returnRequested"],
  accepted: ["accepted"],
  handling: ["accepted", "handling"],
  rework: ["handling"],
  delayRequested: ["accepted", "handling"],
  feedback: ["fedBack"],
  rechecking: ["fedBack"],
};

describe("the table", () => {
  test("knows every act of the interface, and archive, which only the server does", () => {
    const offered = PerformAct.options.map((option) => option.shape.act.value);
    expect([...offered, "archive"].toSorted()).toEqual(IncidentAct.options.toSorted());
    expect(Object.keys(lifecycle).toSorted()).toEqual(IncidentAct.options.toSorted());
  });

  test("can reach every state from a new report", () => {
    const reached = new Set<IncidentStatus>(["reported", "verifying", "dispatched"]);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const { from, to } of Object.values(lifecycle))
        if (from.some((status) => reached.has(status)))
          for (const next of typeof to === "string" ? [to] : to.among)
            if (next !== "same") reached.add(next);
    }
    expect([...reached].toSorted()).toEqual(IncidentStatus.options.toSorted());
  });

  test("leaves no open state without an act that ends or moves it", () => {
    const stuck = IncidentStatus.options.filter(
      (status) =>
        isOpen(status) &&
        !Object.values(lifecycle).some(({ from, to }) => from.includes(status) && to !== "same"),
    );
    expect(stuck).toEqual([]);
  });

  test("lets every kind of request be asked, and be decided by an act of its own or by a verification", () => {
    const asks = Object.values(lifecycle).flatMap((move) => move.asks ?? []);
    const decides = Object.values(lifecycle).flatMap((move) => move.decides ?? []);
    expect(asks.toSorted()).toEqual(RequestKind.options.toSorted());
    expect([...decides, "appeal"].toSorted()).toEqual(RequestKind.options.toSorted());
  });

  test.each(IncidentAct.options)(
    "%s leads only to states it names, from each of its states",
    (act) => {
      const { from, to } = lifecycle[act];
      const inputs = [
        { approve: true },
        { approve: false },
        { passed: true },
        { passed: false },
        { result: "confirmed" },
        { result: "falseAlarm" },
        { side: "reporter" },
        { reached: true, satisfied: true },
      ];
      for (const status of from)
        for (const lead of leads[status] ?? (["dispatched", "accepted", "handling"] as const))
          for (const input of inputs) {
            const now = facts({ status, orders: [order({ status: lead })] });
            const [first] = now.orders;
            const next = statusAfter(
              { act, ...input } as never,
              now,
              first ? { order: first } : {},
            );
            const allowed =
              typeof to === "string"
                ? [to === "same" ? status : to]
                : to.among.map((one) => (one === "same" ? status : one));
            expect(allowed, `${act} from ${status} with a lead that is ${lead}`).toContain(next);
          }
    },
  );

  test.each(IncidentStatus.options)(
    "refuses in %s what does not start there, whoever asks",
    (status) => {
      const now = facts({ status, orders: [order({ status: "accepted" })], closedAt: at });
      const offered = Object.values(everybody).flatMap((actor) =>
        actionsFor(actor, now, at, limits),
      );
      expect(offered.filter(({ act }) => !lifecycle[act].from.includes(status))).toEqual([]);
    },
  );
});

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
