import type { Key } from "@gezhi/contract/ids.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { calendarFor } from "../clocks/calendar-store.ts";
import type { KeptClock } from "../clocks/clock-plan-rules.ts";
import { dueAt } from "../clocks/clock-rules.ts";
import type { DueRung } from "../clocks/clock-rung-rules.ts";
import type { Context } from "../context.ts";
import { set, setRequest } from "./case-rules.ts";
import { type Actor, factsOf } from "./incident-facts.ts";
import { type FiredRung, type IncidentChange, runIncidentHooks } from "./incident-hooks.ts";
import { lifecycle, refusalOf } from "./incident-lifecycle.ts";
import { findCase, tryLockIncident } from "./incident-queries.ts";
import { settle } from "./incident-settling.ts";
import { step } from "./incident-step.ts";
import type { Case, IncidentRow } from "./incident-tables.ts";
import { type OverdueHandling, overdueHandling, overdueText, stageNames } from "./overdue-rules.ts";
import type { Decider } from "./request-rules.ts";
import { isWithDistrict, leadTown } from "./standing-rules.ts";
import { attendedOffice, isAttended } from "../organisation/organisation-queries.ts";
import { handlerName } from "../organisation/post-directory.ts";

const system: Actor = { kind: "system" };

/** Takes the incident before its clocks, as every act does, so that a timer and an act never wait for each other. Undefined when an act has it. */
export const lockForTimer = (tx: Tx, key: Key): Promise<IncidentRow | undefined> =>
  tryLockIncident(tx, key);

/** What claimed rungs of a clock do, lowest first. */
export async function actOnRungs(
  tx: Tx,
  context: Context,
  incident: IncidentRow,
  clock: KeptClock,
  rungs: readonly DueRung[],
  at: Date,
): Promise<void> {
  let now = await findCase(tx, incident);
  for (const rung of rungs) now = await actOnRung(tx, context, now, clock, rung, at);
}

/** Reminders only reach people; an escalation or supervision changes the case as well. */
async function actOnRung(
  tx: Tx,
  context: Context,
  now: Case,
  clock: KeptClock,
  rung: DueRung,
  at: Date,
): Promise<Case> {
  const { configuration, units } = context;
  const due = dueAt(clock.state, calendarFor(configuration, now.incident.unit));
  const request = now.requests.find(({ id }) => id === clock.request) ?? null;
  const decider = request && { role: request.decider_role, unit: request.decider_unit };
  const vacant = await isVacant(tx, now, at);
  const handling = await attended(
    tx,
    overdueHandling(factsOf(now), clock, rung.act, decider, vacant),
    at,
  );
  const fired: FiredRung = {
    percent: rung.percent,
    act: rung.act,
    stage: clock.stage,
    at: new Date(rung.at),
    dueAt: due === null ? null : new Date(due),
    order: now.orders.find(({ id }) => id === clock.order) ?? null,
    request,
    silent: rung.silent,
    handedTo: handling.handedTo,
  };
  const text = overdueText(clock.stage, rung, handling, (unit) => units.name(unit), vacant);
  // Two handlers of one matter run out of time apart.
  const whose = fired.order ? handlerName(context, fired.order.handler) : "";
  if (rung.act === "remind") {
    await runIncidentHooks(tx, context, reminderOf(now, fired, text, at));
    return now;
  }

  const raised =
    request && handling.decider
      ? setRequest(now, request.id, {
          decider_role: handling.decider.role,
          decider_unit: handling.decider.unit,
        })
      : now;
  const kept = vacant ? set(raised, { chain_level: "district" }) : raised;
  const told = await settle(tx, context, {
    actor: system,
    before: now,
    status: now.incident.status,
    outcome: {
      next: rung.act === "supervise" ? set(kept, { supervised: true }) : kept,
      said: { text: `${whose}${text}`, stage: clock.stage, percent: rung.percent },
    },
    input: null,
    at,
    act: "overdue",
    rung: fired,
  });
  const limits = configuration.current("limits", now.incident.unit).content;
  if (
    !handling.escalates ||
    refusalOf("escalate", system, factsOf(told), {}, at.getTime(), limits) !== null
  )
    return told;
  const stage = stageNames[clock.stage];
  return step(
    tx,
    context,
    system,
    told,
    {
      act: "escalate",
      tried: [`在规定时限内未完成${stage}`],
      reason: `${stage}超时，系统自动上报`,
    },
    at,
  );
}

/** Nobody is left in the town's centre that has it. What a grid or a community works on climbs to them by itself first. */
async function isVacant(tx: Tx, now: Case, at: Date): Promise<boolean> {
  const facts = factsOf(now);
  const town = leadTown(facts);
  if (town === null || isWithDistrict(facts)) return false;
  if (facts.chainLevel !== "town" && lifecycle.escalate.from.includes(facts.status)) return false;
  return !(await isAttended(tx, town, at));
}

/** Handed to those who are there. */
async function attended(tx: Tx, handling: OverdueHandling, at: Date): Promise<OverdueHandling> {
  const there = async (office: Decider | null) => office && attendedOffice(tx, office, at);
  return {
    ...handling,
    decider: await there(handling.decider),
    handedTo: await there(handling.handedTo),
  };
}

const reminderOf = (now: Case, rung: FiredRung, text: string, at: Date): IncidentChange => ({
  act: "overdue",
  input: null,
  actor: system,
  actorName: "系统",
  at,
  before: now.incident.status,
  case: now,
  text,
  note: null,
  newOrders: [],
  withdrawnOrders: [],
  newRequests: [],
  settledRequests: [],
  rung,
});

/** Each further step of an acceptance chain (R76), one entry a step. The caller has the incident and tells the people. */
export async function recordAsked(
  tx: Tx,
  context: Context,
  incident: IncidentRow,
  steps: readonly { order: string; text: string; note: string }[],
  at: Date,
): Promise<void> {
  let now = await findCase(tx, incident);
  for (const said of steps)
    now = await settle(tx, context, {
      actor: system,
      before: now,
      status: incident.status,
      outcome: { next: now, said },
      input: null,
      at,
      act: "askNext",
    });
}

/** Nobody of the acceptance chain took the work order (domain C.3, R76). The caller has the incident and tells the commander. */
export async function recordUnaccepted(
  tx: Tx,
  context: Context,
  incident: IncidentRow,
  { order, text }: { order: string; text: string },
  at: Date,
): Promise<void> {
  const now = await findCase(tx, incident);
  const next = (await isVacant(tx, now, at)) ? set(now, { chain_level: "district" }) : now;
  await settle(tx, context, {
    actor: system,
    before: now,
    status: incident.status,
    outcome: { next, said: { text, order } },
    input: null,
    at,
    act: "overdue",
  });
}

/** After its clocks were projected with another calendar: due instants of the incident and its work orders follow. */
export async function recordReprojection(
  tx: Tx,
  context: Context,
  incident: IncidentRow,
  at: Date,
): Promise<void> {
  const now = await findCase(tx, incident);
  await settle(tx, context, {
    actor: system,
    before: now,
    status: incident.status,
    outcome: { next: now, said: { text: "工作日历调整，时限重新推算" } },
    input: null,
    at,
    act: "reproject",
  });
}
