import { IncidentStatus, type RequestKind } from "@gezhi/contract/incidents.ts";
import type { ClockStage } from "../clocks/clock-limit-rules.ts";
import type { ClockTarget } from "../clocks/clock-plan-rules.ts";
import { type IncidentFacts, isPending } from "./incident-facts.ts";

const ended: readonly IncidentStatus[] = [
  "rejected",
  "falseAlarm",
  "closed",
  "evaluated",
  "archived",
  "cancelled",
  "merged",
];
/** As the generated column `open` has it. */
export const isOpen = (status: IncidentStatus): boolean => !ended.includes(status);
export const openStatuses = IncidentStatus.options.filter(isOpen);

const stages: Partial<Record<IncidentStatus, ClockStage>> = {
  verifying: "verify",
  reported: "register",
  registered: "register",
  reopened: "register",
  selfHandled: "recheck",
  rechecking: "recheck",
};

const decisions: Partial<Record<RequestKind, ClockStage>> = {
  return: "return",
  delay: "delay",
  suspend: "delay",
  transfer: "crossTown",
  crossTown: "crossTown",
  escalation: "district",
};

const ofIncident = (stage: ClockStage): ClockTarget => ({ stage, order: null, request: null });

/**
 * The clocks that run in this state and no others: so no act can forget to start or stop one. A handler's clocks begin
 * with the dispatch and no request stops them (C.2); the time to decide a request is limited by itself.
 */
export function clocksWanted(facts: IncidentFacts): ClockTarget[] {
  if (!isOpen(facts.status)) return [];
  const stage = facts.rechecked ? undefined : stages[facts.status];
  const orders = facts.orders.flatMap((order): ClockTarget[] => {
    const { id, status, round } = order;
    if (status === "done" || status === "withdrawn" || status === "fedBack") return [];
    const work: ClockTarget = { stage: round > 1 ? "rework" : "dispose", order: id, request: null };
    const unsigned = status === "dispatched" || status === "returnRequested";
    return [
      ...(unsigned ? [{ stage: "accept", order: id, request: null } as const] : []),
      ...(order.whistleMinutes !== null && order.checkedInAt === null
        ? [{ stage: "checkIn", order: id, request: null, minutes: order.whistleMinutes } as const]
        : []),
      work,
    ];
  });
  const requests = facts.requests.flatMap((request): ClockTarget[] => {
    const decision = isPending(request) && decisions[request.kind];
    return decision ? [{ stage: decision, order: null, request: request.id }] : [];
  });
  return [ofIncident("overall"), ...(stage ? [ofIncident(stage)] : []), ...orders, ...requests];
}
