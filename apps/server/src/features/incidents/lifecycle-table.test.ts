import { IncidentAct, IncidentStatus, PerformAct, RequestKind } from "@gezhi/contract/incidents.ts";
import { describe, expect, test } from "vitest";
import { isOpen } from "./incident-clock-rules.ts";
import type { OrderFacts } from "./incident-facts.ts";
import { actionsFor, lifecycle, statusAfter } from "./incident-lifecycle.ts";
import { at, everybody, facts, limits, order } from "./incident-facts-testing.ts";

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
