import type { FileId } from "@gezhi/contract/ids.ts";
import {
  type ChainLevel,
  type PerformAct,
  type RequestKind,
  urgencyRanks,
} from "@gezhi/contract/incidents.ts";
import { levelOf, type Position } from "@gezhi/contract/units.ts";
import type { Category, Limits } from "@gezhi/contract/configuration.ts";
export type { Approval };
import type { Approval } from "../clocks/clock-rules.ts";
import { type Actor, isActive } from "./incident-facts.ts";
import type { ActInput } from "./incident-state-rules.ts";
import type { Case, IncidentRow, RequestRow, WorkOrderRow } from "./incident-tables.ts";
import type { Decider } from "./request-rules.ts";

/** What an act sees besides the case: who, when, what about, and what it must look up. */
export type Scene = {
  at: Date;
  actor: Actor;
  by: { account: string | null; name: string };
  order: WorkOrderRow | undefined;
  request: RequestRow | undefined;
  limits: Limits;
  names: { handler: (handler: string) => string; unit: (code: string) => string };
  category: (code: string) => Category | undefined;
  /** Whether there is such a unit today. */
  stands: (unit: string) => boolean;
  /** The grid that holds a point. */
  locate: (position: Position) => string | undefined;
  /** Why this handler cannot be given the task; null when it can. */
  dispatchProblem: (
    handler: string,
    task: { text: string; listItem: string | undefined },
  ) => string | null;
  newId: () => string;
  /** How far it is for who accepts a red order. */
  way?: { minutes: number; from: "person" | "unit" } | null;
};

/** One line of the timeline. `text` names no person; what somebody wrote stands in `note`. */
export type Said = {
  text: string;
  note?: string | undefined;
  [member: string]: unknown;
};

export type AttachmentKind = "before" | "after" | "progress" | "verify" | "recheck" | "document";

/** What an act makes of a case: rows that differ are written. */
export type Outcome = {
  next: Case;
  said: Said;
  /** What the server does by itself thereafter, each with its own line. */
  follow?: ActInput | undefined;
  paused?: Approval | undefined;
  restated?: boolean;
  extension?: ({ order: string; byMs: number } & Approval) | undefined;
  files?: readonly { ids: readonly FileId[]; kind: AttachmentKind }[];
};

export type InputOf<A extends ActInput["act"]> = Extract<ActInput, { act: A }>;
/** The acts of one family, each a pure step from case to case; the new state itself is the lifecycle's. */
export type Acts<A extends PerformAct["act"] | "archive"> = {
  [Act in A]: (now: Case, input: InputOf<Act>, scene: Scene) => Outcome;
};

export const set = (now: Case, change: Partial<IncidentRow>): Case => ({
  ...now,
  incident: { ...now.incident, ...change },
});

export const setOrder = (
  now: Case,
  id: string | undefined,
  change: Partial<WorkOrderRow>,
): Case => ({
  ...now,
  orders: now.orders.map((order) => (order.id === id ? { ...order, ...change } : order)),
});

export const setRequest = (now: Case, id: string, change: Partial<RequestRow>): Case => ({
  ...now,
  requests: now.requests.map((request) =>
    request.id === id ? { ...request, ...change } : request,
  ),
});

export const activeOrders = (now: Case): WorkOrderRow[] => now.orders.filter(isActive);

/** Work orders that somebody reported on are done, the others were taken back. */
export const endOrders = (
  now: Case,
  which: (order: WorkOrderRow) => boolean = () => true,
): Case => ({
  ...now,
  orders: now.orders.map((order) =>
    isActive(order) && which(order)
      ? { ...order, status: order.status === "fedBack" ? "done" : "withdrawn" }
      : order,
  ),
});

/** Whom somebody whistled for answers it: no other hand-over of the matter takes that away. */
export const isWhistled = ({ whistle, status }: WorkOrderRow): boolean =>
  whistle !== null && status !== "fedBack";

type NewOrder = Pick<WorkOrderRow, "handler" | "part"> & Partial<WorkOrderRow>;

export const addOrder = (now: Case, scene: Scene, order: NewOrder): Case => ({
  ...now,
  orders: [
    ...now.orders,
    {
      district: now.incident.district,
      id: scene.newId(),
      incident: now.incident.id,
      status: "dispatched",
      active: true,
      round: 1,
      instructions: "",
      reasons: [],
      dispatched_by: scene.by.account,
      dispatched_at: scene.at,
      accepted_by: null,
      accepted_at: null,
      arrived_at: null,
      fed_back_by: null,
      fed_back_at: null,
      result: null,
      due_at: null,
      urgency_rank: urgencyRanks[now.incident.urgency],
      whistle: null,
      whistle_unit: null,
      whistled_by: null,
      whistled_at: null,
      whistle_minutes: null,
      checked_in_at: null,
      way_minutes: null,
      way_from: null,
      ...order,
    },
  ],
});

type NewRequest = {
  kind: RequestKind;
  decider: Decider;
  reason: string;
  order?: string;
  detail?: Record<string, unknown>;
};

export const addRequest = (now: Case, { at, by, newId }: Scene, asked: NewRequest): Case => ({
  ...now,
  requests: [
    ...now.requests,
    {
      district: now.incident.district,
      id: newId(),
      incident: now.incident.id,
      work_order: asked.order ?? null,
      kind: asked.kind,
      status: "pending",
      decider_role: asked.decider.role,
      decider_unit: asked.decider.unit,
      asked_by: by.account,
      asked_by_name: by.name,
      asked_at: at,
      reason: asked.reason,
      detail: asked.detail ?? {},
      decided_by: null,
      decided_by_name: null,
      decided_at: null,
      note: null,
    },
  ],
});

export const decide = (
  now: Case,
  { at, by, request }: Scene,
  approve: boolean,
  note: string | undefined,
): Case => ({
  ...now,
  requests: now.requests.map((one) =>
    one.id === request?.id
      ? {
          ...one,
          status: approve ? "approved" : "refused",
          decided_by: by.account,
          decided_by_name: by.name,
          decided_at: at,
          note: note || null,
        }
      : one,
  ),
});

/** The step of the chain 格→社→镇街→区 on which a handler works; a department works for who called it. */
export function chainLevelOf(handler: string): ChainLevel {
  const level = levelOf(handler.split("/")[0] ?? handler);
  if (level === "microGrid" || level === "grid") return "grid";
  return level === "village" ? "village" : "town";
}

const chinaMs = 8 * 3_600_000;
/** 11月27日 18:00, as a clock on a wall in China shows it. */
export function wallTime(at: Date): string {
  const civil = new Date(at.getTime() + chinaMs).toISOString();
  return `${Number(civil.slice(5, 7))}月${Number(civil.slice(8, 10))}日 ${civil.slice(11, 16)}`;
}
