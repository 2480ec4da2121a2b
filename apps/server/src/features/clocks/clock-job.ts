import { incidentId, type Key } from "@gezhi/contract/ids.ts";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { set, setRequest } from "../incidents/case-rules.ts";
import type { Actor } from "../incidents/incident-facts.ts";
import { factsOf } from "../incidents/incident-facts.ts";
import { type FiredRung, runIncidentHooks } from "../incidents/incident-hooks.ts";
import { refusalOf } from "../incidents/incident-lifecycle.ts";
import { findCase, tryLockIncident } from "../incidents/incident-queries.ts";
import { settle } from "../incidents/incident-settling.ts";
import { step } from "../incidents/incident-step.ts";
import type { Case } from "../incidents/incident-tables.ts";
import { actNames } from "../incidents/lifecycle-names.ts";
import { overdueHandling, overdueText, stageNames } from "../incidents/overdue-rules.ts";
import { calendarFor, unitsWithCalendar } from "./calendar-store.ts";
import { isKept, type KeptClock } from "./clock-plan-rules.ts";
import {
  type DueClock,
  findClocks,
  findDueClocks,
  findIncidentsOfOtherCalendar,
  insertRung,
  putReprojection,
  rowOf,
  setClock,
} from "./clock-queries.ts";
import { dueAt } from "./clock-rules.ts";
import { type DueRung, dueRungs, isStale, rungsFor } from "./clock-rung-rules.ts";

const batch = 200;
const retryMs = 60_000;
const system: Actor = { kind: "system" };

/** Clocks whose rung failed, and when to try again: one broken case must not hold up the others. */
const failing = new Map<string, number>();

/**
 * Fires every rung that is due. Any number of workers may run it: the claim is a row that only one can insert, and it
 * stands or falls with what the rung does, so a killed worker loses nothing and repeats nothing. Says how many fired.
 */
export async function fireDueRungs(context: Context): Promise<number> {
  let fired = 0;
  for (;;) {
    const at = context.now();
    const due = await read(context.db, "system", (tx) => findDueClocks(tx, new Date(at), batch));
    let progress = 0;
    for (const clock of due) {
      if ((failing.get(clock.id) ?? 0) > at) continue;
      try {
        const done = await write(context.db, "system", (tx) => fireClock(tx, context, clock, at));
        progress += done === "busy" ? 0 : 1;
        fired += done === "fired" ? 1 : 0;
        failing.delete(clock.id);
      } catch (error) {
        failing.set(clock.id, at + retryMs);
        context.log.error(
          { err: error, clock: clock.id },
          "a rung did not fire, trying again in a minute",
        );
      }
    }
    if (fired > 0) context.hint();
    if (due.length < batch || progress === 0) return fired;
  }
}

/** Takes the incident first, as every act does, so that the two never wait for each other. */
async function fireClock(
  tx: Tx,
  context: Context,
  due: DueClock,
  at: number,
): Promise<"fired" | "moved" | "busy"> {
  const key: Key = { district: due.district, id: due.incident };
  const incident = await tryLockIncident(tx, key);
  if (!incident) return "busy";
  const clock = (await findClocks(tx, key)).find(({ id }) => id === due.id);
  if (
    !clock ||
    isStale({ clockId: due.id, epoch: due.epoch }, { clockId: clock.id, epoch: clock.state.epoch })
  )
    return "moved";

  const calendar = calendarFor(context.configuration, incident.unit);
  const rungs = dueRungs(clock.state, calendar, at, clock.fired, rungsFor(clock.urgency));
  const won: DueRung[] = [];
  for (const rung of rungs) {
    const claim = {
      district: key.district,
      clock: clock.id,
      epoch: clock.state.epoch,
      rung: rung.percent,
      at: new Date(at),
    };
    if (await insertRung(tx, claim)) won.push(rung);
  }
  const fired = [...clock.fired, ...rungs.map(({ percent }) => percent)];
  await setClock(tx, rowOf({ ...clock, fired }, key, calendar));

  let now = await findCase(tx, incident);
  for (const rung of won) now = await actOnRung(tx, context, now, clock, rung, new Date(at));
  return won.length > 0 ? "fired" : "moved";
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
  const calendar = calendarFor(context.configuration, now.incident.unit);
  const due = dueAt(clock.state, calendar);
  const request = now.requests.find(({ id }) => id === clock.request) ?? null;
  const handling = overdueHandling(
    factsOf(now),
    clock,
    rung.act,
    request && { role: request.decider_role, unit: request.decider_unit },
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
  const text = overdueText(clock.stage, rung, handling, (unit) => context.units.name(unit));
  if (rung.act === "remind") {
    await runIncidentHooks(tx, context, reminderOf(now, fired, text, at));
    return now;
  }

  const next =
    request && handling.decider
      ? setRequest(now, request.id, {
          decider_role: handling.decider.role,
          decider_unit: handling.decider.unit,
        })
      : now;
  const told = await settle(tx, context, {
    actor: system,
    before: now,
    status: now.incident.status,
    outcome: {
      next: rung.act === "supervise" ? set(next, { supervised: true }) : next,
      said: { text, stage: clock.stage, percent: rung.percent },
    },
    input: null,
    at,
    act: "overdue",
    rung: fired,
  });
  const { limits } = { limits: context.configuration.current("limits", now.incident.unit).content };
  const may =
    handling.escalates &&
    refusalOf("escalate", system, factsOf(told), {}, at.getTime(), limits) === null;
  if (!may) return told;
  const reason = `${stageNames[clock.stage]}超时，系统自动${actNames.escalate.zh}`;
  return step(
    tx,
    context,
    system,
    told,
    { act: "escalate", tried: [`在规定时限内未完成${stageNames[clock.stage]}`], reason },
    at,
  );
}

const reminderOf = (now: Case, rung: FiredRung, text: string, at: Date) => ({
  act: "overdue" as const,
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

/**
 * After a calendar changed, the running working-time clocks below it get their instants anew; what was settled stays.
 * Idempotent: a clock says with which calendar it was projected. Says how many incidents moved.
 */
export async function reprojectCalendars(context: Context): Promise<number> {
  const { configuration } = context;
  const owners = unitsWithCalendar(configuration);
  let moved = 0;
  for (const owner of owners) {
    const below = owners.filter((unit) => unit !== owner && unit.startsWith(owner));
    const { version } = calendarFor(configuration, owner);
    for (;;) {
      const stale = await read(context.db, "system", (tx) =>
        findIncidentsOfOtherCalendar(tx, owner, below, version, batch),
      );
      for (const key of stale)
        await write(context.db, "system", (tx) => reproject(tx, context, key));
      moved += stale.length;
      if (stale.length < batch) break;
    }
  }
  if (moved > 0) context.hint();
  return moved;
}

async function reproject(tx: Tx, context: Context, key: Key): Promise<void> {
  const at = new Date(context.now());
  const incident = await tryLockIncident(tx, key);
  if (!incident) return;
  const calendar = calendarFor(context.configuration, incident.unit);
  for (const clock of (await findClocks(tx, key)).filter(isKept)) {
    if (clock.state.runningSince === null || clock.state.basis !== "working") continue;
    await setClock(tx, rowOf(clock, key, calendar));
    await putReprojection(tx, {
      district: key.district,
      clock: clock.id,
      epoch: clock.state.epoch,
      at,
    });
  }
  const now = await findCase(tx, incident);
  await settle(tx, context, {
    actor: system,
    before: now,
    status: incident.status,
    outcome: { next: now, said: { text: "工作日历调整，时限重新推算", incident: incidentId(key) } },
    input: null,
    at,
    act: "reproject",
  });
}
