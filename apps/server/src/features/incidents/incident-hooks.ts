import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { ClockStage } from "../clocks/clock-limit-rules.ts";
import type { Rung } from "../clocks/clock-rung-rules.ts";
import type { Context } from "../context.ts";
import type { Actor } from "./incident-facts.ts";
import type { ActInput } from "./incident-state-rules.ts";
import type { Case, RequestRow, WorkOrderRow } from "./incident-tables.ts";
import type { Decider } from "./request-rules.ts";

/** A rung of a clock that has just been claimed. */
export type FiredRung = Rung & {
  stage: ClockStage;
  /** When it was due, and how the clock stood. */
  at: Date;
  dueAt: Date | null;
  order: WorkOrderRow | null;
  request: RequestRow | null;
  /** Passed together with a later one while the job was down: nobody needs to hear of it. */
  silent: boolean;
  /** Who has it in hand now because the time ran out. */
  handedTo: Decider | null;
};

/** What happened to an incident, as those who tell people need it. Everything is as it stands after the act. */
export type IncidentChange = {
  /** `overdue`: a rung of a clock; a mere reminder changes nothing and stands in no timeline. */
  act:
    | ActInput["act"]
    | "overdue"
    | "deputyAnswer"
    | "reproject"
    | "rehome"
    | "mergeInto"
    | "unmergeInto"
    | "splitFrom"
    | "sensor"
    | "fireLane"
    | "caseForm"
    | "openClip"
    | "askNext";
  /** The act's own words where there was one. */
  input: ActInput | null;
  actor: Actor;
  actorName: string;
  at: Date;
  /** The state before. */
  before: IncidentStatus;
  case: Case;
  /** One readable sentence without names of persons. */
  text: string;
  note: string | null;
  newOrders: readonly WorkOrderRow[];
  /** Orders that were taken back, by whoever's act. */
  withdrawnOrders: readonly WorkOrderRow[];
  newRequests: readonly RequestRow[];
  /** Requests that got their answer or lapsed. */
  settledRequests: readonly RequestRow[];
  rung: FiredRung | null;
};

/** Runs in the act's transaction: what it writes is undone with the act, and its failure undoes the act. */
export type IncidentHook = (tx: Tx, context: Context, change: IncidentChange) => Promise<void>;

const registered = new WeakMap<Context, IncidentHook[]>();

/** An act of somebody of the staff that the lifecycle allows, before anything is written. */
export type AskedAct = { now: Case; input: ActInput; order: WorkOrderRow | undefined };
/** Why the act must wait, in words for whoever asked; null when it need not. */
export type ActGuard = (tx: Tx, context: Context, asked: AskedAct) => Promise<string | null>;

const guards = new WeakMap<Context, ActGuard[]>();

/** Called once by `main/`: what else must be there before an act may be done. */
export function onActAsked(context: Context, guard: ActGuard): void {
  guards.set(context, [...(guards.get(context) ?? []), guard]);
}

export async function askActGuards(
  tx: Tx,
  context: Context,
  asked: AskedAct,
): Promise<string | null> {
  for (const guard of guards.get(context) ?? []) {
    const reason = await guard(tx, context, asked);
    if (reason) return reason;
  }
  return null;
}

/** Called once by `main/` for each listener, in the order in which they are to run. */
export function onIncidentChanged(context: Context, hook: IncidentHook): void {
  registered.set(context, [...(registered.get(context) ?? []), hook]);
}

export async function runIncidentHooks(
  tx: Tx,
  context: Context,
  change: IncidentChange,
): Promise<void> {
  for (const hook of registered.get(context) ?? []) await hook(tx, context, change);
}
