import type {
  ChainLevel,
  IncidentStatus,
  RequestKind,
  Urgency,
  WhistleKind,
  WorkOrderStatus,
} from "@gezhi/contract/incidents.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import type { Viewer } from "../identity/viewer.ts";
import type { Case } from "./incident-tables.ts";

/** What the lifecycle needs to know of an incident; instants are epoch milliseconds, ids are bare uuids. */
export type OrderFacts = {
  id: string;
  handler: string;
  part: "lead" | "co";
  status: WorkOrderStatus;
  /** Grows with each rework. */
  round: number;
  acceptedAt: number | null;
  acceptedBy: string | null;
  arrivedAt: number | null;
  fedBackBy: string | null;
  whistle: WhistleKind | null;
  whistleMinutes: number | null;
  checkedInAt: number | null;
};

export type RequestFacts = {
  id: string;
  kind: RequestKind;
  status: "pending" | "approved" | "refused" | "lapsed";
  order: string | null;
  deciderRole: Role;
  deciderUnit: string;
  askedBy: string | null;
  detail: Record<string, unknown>;
};

export type RatingFacts = { side: string; by: string; satisfied: boolean; at: number };

export type IncidentFacts = {
  district: string;
  status: IncidentStatus;
  /** Where a merged incident stood before. */
  resumeStatus: IncidentStatus | null;
  urgency: Urgency;
  chainLevel: ChainLevel;
  unit: string;
  town: string | null;
  verifier: string | null;
  /** Accounts of staff among the reporters. */
  reporters: readonly string[];
  returnCount: number;
  delayCount: number;
  appealed: boolean;
  supervised: boolean;
  sampled: boolean;
  rechecked: boolean;
  closedAt: number | null;
  isChild: boolean;
  children: { total: number; open: number };
  orders: readonly OrderFacts[];
  requests: readonly RequestFacts[];
  ratings: readonly RatingFacts[];
};

/** Who acts: staff, the holder of a receipt, or the server by itself. */
export type Actor =
  | { kind: "staff"; viewer: Viewer }
  | { kind: "reporter"; report: string }
  | { kind: "system" };

/** What an act is about besides the incident. */
export type Subject = { order?: OrderFacts; request?: RequestFacts };

/** Limits the lifecycle itself asks for; the rest are the clocks' business. */
export type LifecycleLimits = {
  ratingDays: number;
  archiveDays: number;
  suspensionMaxDays: number;
};

export const isActive = (order: Pick<OrderFacts, "status">): boolean =>
  order.status !== "done" && order.status !== "withdrawn";
export const leadOf = (facts: IncidentFacts): OrderFacts | undefined =>
  facts.orders.find((order) => order.part === "lead" && isActive(order));
/** The centre that was asked to help or to take over; when another decides in its place, it is still the one asked. */
export const askedUnit = (detail: RequestFacts["detail"], deciderUnit: string): string =>
  typeof detail["to"] === "string" ? detail["to"] : deciderUnit;
export const isPending = (request: RequestFacts): boolean => request.status === "pending";

const msOf = (date: Date | null): number | null => date && date.getTime();

/** The rows of a case as the lifecycle reads them. */
export function factsOf({
  incident,
  orders,
  requests,
  ratings,
  reporters,
  children,
}: Case): IncidentFacts {
  return {
    district: incident.district,
    status: incident.status,
    resumeStatus: incident.resume_status,
    urgency: incident.urgency,
    chainLevel: incident.chain_level,
    unit: incident.unit,
    town: incident.town,
    verifier: incident.verifier,
    reporters: reporters.map(({ account }) => account),
    returnCount: incident.return_count,
    delayCount: incident.delay_count,
    appealed: incident.appealed,
    supervised: incident.supervised,
    sampled: incident.sampled,
    rechecked: incident.rechecked,
    closedAt: msOf(incident.closed_at),
    isChild: incident.parent !== null,
    children,
    orders: orders.map((order) => ({
      id: order.id,
      handler: order.handler,
      part: order.part,
      status: order.status,
      round: order.round,
      acceptedAt: msOf(order.accepted_at),
      acceptedBy: order.accepted_by,
      arrivedAt: msOf(order.arrived_at),
      fedBackBy: order.fed_back_by,
      whistle: order.whistle,
      whistleMinutes: order.whistle_minutes,
      checkedInAt: msOf(order.checked_in_at),
    })),
    requests: requests.map((request) => ({
      id: request.id,
      kind: request.kind,
      status: request.status,
      order: request.work_order,
      deciderRole: request.decider_role,
      deciderUnit: request.decider_unit,
      askedBy: request.asked_by,
      detail: request.detail,
    })),
    ratings: ratings.map(({ side, by, satisfied, at }) => ({
      side,
      by,
      satisfied,
      at: at.getTime(),
    })),
  };
}
