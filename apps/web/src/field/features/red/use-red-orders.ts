import type { IncidentStatus, IncidentSummary } from "@gezhi/contract/incidents.ts";
import { useAcknowledged } from "../../../shared/attention/acknowledged.ts";
import { useGridIncidents, useOrders } from "../tasks/field-lists.ts";

const early: readonly IncidentStatus[] = ["reported", "verifying", "registered", "dispatched"];

/** Red and not seen on this phone yet: what is mine to accept, and what is new in my grid. */
export function useRedOrders(): IncidentSummary[] {
  const seen = useAcknowledged();
  const orders = useOrders().data?.pages.flatMap((page) => page.items) ?? [];
  const grid = useGridIncidents().data?.pages.flatMap((page) => page.items) ?? [];
  const mine = orders
    .filter(({ workOrder }) => workOrder.status === "dispatched")
    .map(({ incident }) => incident);
  const fresh = grid.filter(({ status }) => early.includes(status));
  const red = [...mine, ...fresh].filter(
    ({ urgency, id }) => urgency === "red" && seen[id] === undefined,
  );
  return [...new Map(red.map((incident) => [incident.id, incident])).values()];
}
