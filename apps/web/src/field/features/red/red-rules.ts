import type { Action, IncidentStatus, IncidentSummary } from "@gezhi/contract/incidents.ts";
import type { InboxItem } from "../../../shared/incidents/answers.ts";

const early: readonly IncidentStatus[] = ["reported", "verifying", "registered", "dispatched"];
/** What answers an order, also while it still waits on this phone for the network. */
const answers: readonly Action["act"][] = ["accept", "requestReturn"];

type Known = {
  orders: readonly InboxItem[];
  /** What is open in the grid of the person. */
  grid: readonly IncidentSummary[];
  /** Acts that were done on this phone, sent or not. */
  answered: readonly { incident: string; act: Action["act"] }[];
  isSeen: (incident: string) => boolean;
};

/** Red orders to accept and what is new in the grid: not seen here yet, or seen and still nobody on the way. */
export function redOrders({ orders, grid, answered, isSeen }: Known): {
  alarms: IncidentSummary[];
  waiting: IncidentSummary[];
} {
  const isAnswered = (id: string) =>
    answered.some(({ incident, act }) => incident === id && answers.includes(act));
  const mine = orders
    .filter(({ workOrder }) => workOrder.status === "dispatched")
    .map(({ incident }) => incident);
  const fresh = grid.filter(({ status }) => early.includes(status));
  return {
    alarms: redOnce([...mine, ...fresh]).filter(({ id }) => !isSeen(id)),
    waiting: redOnce(mine).filter(({ id }) => isSeen(id) && !isAnswered(id)),
  };
}

const redOnce = (incidents: readonly IncidentSummary[]): IncidentSummary[] => [
  ...new Map(
    incidents
      .filter(({ urgency }) => urgency === "red")
      .map((incident) => [incident.id, incident] as const),
  ).values(),
];
