import type { IncidentSummary, WorkOrder } from "@gezhi/contract/incidents.ts";
import { expect, test } from "vitest";
import { redOrders } from "./red-rules.ts";

const incident = (id: string, more: Partial<IncidentSummary> = {}) =>
  ({ id, urgency: "red", status: "dispatched", ...more }) as IncidentSummary;
const order = (id: string, status: WorkOrder["status"] = "dispatched") => ({
  workOrder: { status } as WorkOrder,
  incident: incident(id),
});
const nothing = { orders: [], grid: [], answered: [], isSeen: () => false };
const ids = (incidents: readonly IncidentSummary[]) => incidents.map(({ id }) => id);

test("a red order to accept and a new red matter of the grid raise the alarm, each once", () => {
  const { alarms, waiting } = redOrders({
    ...nothing,
    orders: [order("a"), order("a"), order("b", "accepted")],
    grid: [
      incident("c", { status: "reported" }),
      incident("d", { urgency: "orange" }),
      incident("e", { status: "handling" }),
      incident("a"),
    ],
  });

  expect(ids(alarms)).toEqual(["a", "c"]);
  expect(waiting).toEqual([]);
});

test("an order that was looked at and not accepted goes on waiting in sight", () => {
  const { alarms, waiting } = redOrders({
    ...nothing,
    orders: [order("a")],
    grid: [incident("c", { status: "reported" })],
    isSeen: () => true,
  });

  expect(alarms).toEqual([]);
  expect(ids(waiting)).toEqual(["a"]);
});

test.each(["accept", "requestReturn"] as const)(
  "an order answered with %s waits no longer, even before that is sent",
  (act) => {
    const { waiting } = redOrders({
      ...nothing,
      orders: [order("a"), order("b")],
      answered: [
        { incident: "a", act },
        { incident: "b", act: "note" },
      ],
      isSeen: () => true,
    });

    expect(ids(waiting)).toEqual(["b"]);
  },
);
