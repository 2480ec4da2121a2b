import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import type { Case, IncidentRow } from "./incident-tables.ts";

type Milestones = Pick<
  IncidentRow,
  "registered_at" | "dispatched_at" | "accepted_at" | "arrived_at" | "fed_back_at" | "satisfied"
>;

/** Before anybody has found that there is a matter, and where it ends when there is none. */
const unregistered: readonly IncidentStatus[] = [
  "reported",
  "verifying",
  "rejected",
  "falseAlarm",
  "merged",
  "cancelled",
];

/** The instants that the figures count (domain C.5). The first of each kind stays, whatever is returned or done anew. */
export function milestonesOf(before: Case, after: Case, at: Date): Milestones {
  const was = before.incident;
  const first = (instant: (order: Case["orders"][number]) => Date | null): Date | null => {
    const instants = after.orders.flatMap((order) => instant(order)?.getTime() ?? []);
    return instants.length > 0 ? new Date(Math.min(...instants)) : null;
  };
  return {
    registered_at: was.registered_at ?? (unregistered.includes(after.incident.status) ? null : at),
    dispatched_at: was.dispatched_at ?? first((order) => order.dispatched_at),
    accepted_at: was.accepted_at ?? first((order) => order.accepted_at),
    arrived_at: was.arrived_at ?? first((order) => order.arrived_at),
    fed_back_at: was.fed_back_at ?? first((order) => order.fed_back_at),
    satisfied: after.ratings.findLast(({ side }) => side === "reporter")?.satisfied ?? null,
  };
}
