import { incidentId } from "@gezhi/contract/ids.ts";
import { v7 } from "uuid";
import type { Tx } from "../../platform/database/scope.ts";
import { ProblemError } from "../../platform/problems.ts";
import { calendarFor } from "../clocks/calendar-store.ts";
import { writeClockPlan } from "../clocks/clock-commands.ts";
import { type ClockPlan, isKept, planClocks } from "../clocks/clock-plan-rules.ts";
import { findClocks } from "../clocks/clock-queries.ts";
import { dueAt } from "../clocks/clock-rules.ts";
import type { Context } from "../context.ts";
import { attachFiles } from "../files/file-commands.ts";
import { announce } from "../live/live-commands.ts";
import { appendTimeline } from "../timeline/timeline-commands.ts";
import { type Outcome, type Said, set } from "./case-rules.ts";
import { clocksWanted } from "./incident-clock-rules.ts";
import { type Actor, factsOf, leadOf } from "./incident-facts.ts";
import { type IncidentChange, runIncidentHooks } from "./incident-hooks.ts";
import {
  insertOrders,
  insertRequests,
  putRating,
  setIncident,
  setOrderRow,
  setRequestRow,
} from "./incident-queries.ts";
import { actorName } from "./incident-scene.ts";
import type { ActInput } from "./incident-state-rules.ts";
import { attendedOffice } from "../organisation/organisation-queries.ts";
import type { Case, IncidentRow, RequestRow } from "./incident-tables.ts";
import { milestonesOf } from "./milestone-rules.ts";
import { besides, informedOf, partiesOf } from "./party-rules.ts";
import { settledBy } from "./request-rules.ts";

export type Change = {
  actor: Actor;
  before: Case;
  status: IncidentRow["status"];
  outcome: Outcome;
  input: ActInput | null;
  at: Date;
  /** How the timeline and listeners call it; the act's own name unless the server has another word. */
  act?: IncidentChange["act"];
  rung?: IncidentChange["rung"];
};

/**
 * Brings everything that follows from a case's new rows in line with them – requests that lapse, clocks, parties, due
 * instants, timeline, live log – and writes what differs. The caller holds the incident.
 */
export async function settle(tx: Tx, context: Context, change: Change): Promise<Case> {
  const { before, status, outcome, at, actor } = change;
  const act = change.act ?? change.input?.act ?? "note";
  const key = { district: before.incident.district, id: before.incident.id };
  const moved = status !== before.incident.status;
  const changed = set(outcome.next, {
    status,
    updated_at: at,
    ...(moved ? { status_since: at } : {}),
  });
  const settled = await putBeforeSomebody(tx, before, settleRequests(changed, at), at);
  const facts = factsOf(settled);

  const calendar = calendarFor(context.configuration, before.incident.unit);
  const plan = planClocks(
    await findClocks(tx, key),
    {
      wanted: clocksWanted(facts),
      paused:
        outcome.paused ?? (status === "suspended" ? { approver: "系统", reason: "挂账" } : null),
      restated: outcome.restated ?? false,
      extension: outcome.extension,
    },
    { ...termsOf(context, settled.incident), calendar },
    at.getTime(),
    v7,
  );
  const timed = withDue(settled, plan, calendar);
  const parties = partiesOf(factsOf(timed));
  const informed = informedAfter(before, timed);
  const head = await appendTimeline(
    tx,
    incidentId(key),
    { seq: before.incident.timeline_seq, hash: before.incident.timeline_hash },
    at,
    [entryOf({ ...outcome.said, ...wasOf(before.incident, timed.incident) }, act, actor)],
  );
  const next = set(timed, {
    party_units: parties,
    informed_units: informed,
    lead_handler: leadOf(facts)?.handler ?? null,
    ...milestonesOf(before, timed, at),
    timeline_seq: head.seq,
    timeline_hash: head.hash,
  });

  await writeCase(tx, before, next);
  await writeClockPlan(tx, key, plan, calendar);
  for (const { ids, kind } of outcome.files ?? [])
    await attachFiles(tx, key, ids, { kind, report: null, at });
  const { urgency, town } = next.incident;
  const heard = [
    ...new Set([
      ...before.incident.party_units,
      ...before.incident.informed_units,
      ...parties,
      ...informed,
    ]),
  ];
  await announce(tx, [
    {
      kind: "incident",
      subject: incidentId(key),
      act,
      town,
      parties: heard,
      payload: { status, urgency },
    },
  ]);
  await runIncidentHooks(tx, context, {
    ...differenceOf(before, next),
    act,
    input: change.input,
    actor,
    actorName: actorName(actor),
    at,
    text: outcome.said.text,
    note: outcome.said.note ?? null,
    rung: change.rung ?? null,
  });
  return next;
}

const entryOf = (detail: Said, act: string, actor: Actor) => ({
  act,
  actor: actorName(actor),
  account: actor.kind === "staff" ? actor.viewer.account : null,
  detail,
});

/** What the entry ends, so that the state at any earlier instant can be read back from the timeline. */
function wasOf(before: IncidentRow, after: IncidentRow): { was?: Partial<IncidentRow> } {
  const was = {
    ...(before.status === after.status ? {} : { status: before.status }),
    ...(before.urgency === after.urgency ? {} : { urgency: before.urgency }),
  };
  return Object.keys(was).length > 0 ? { was } : {};
}

/** The limits in force when it was filed: a later edition of the catalogue does not move running clocks. */
export function termsOf(
  { configuration }: Context,
  { category, unit, urgency, opened_at }: IncidentRow,
) {
  const { stageMinutes } = configuration.current("limits", unit).content;
  const filed =
    configuration.category(category, unit, opened_at) ?? configuration.category(category, unit);
  if (!filed) throw new ProblemError("unavailable", `类别目录中缺少 ${category}，请联系系统管理员`);
  return { urgency, category: filed, stageMinutes };
}

/** Requests that the new state leaves without an answer. */
function settleRequests(now: Case, at: Date): Case {
  const facts = factsOf(now);
  return {
    ...now,
    requests: now.requests.map((request) => {
      const status =
        request.status === "pending" ? settledBy(facts, request.kind, request.work_order) : null;
      return status ? { ...request, status, decided_at: at } : request;
    }),
  };
}

/** A new request goes to who decides such things, or to the nearest above that is there. */
async function putBeforeSomebody(tx: Tx, before: Case, now: Case, at: Date): Promise<Case> {
  const known = new Set(before.requests.map(({ id }) => id));
  const requests: RequestRow[] = [];
  for (const request of now.requests) {
    const { decider_role: role, decider_unit: unit } = request;
    const fresh = request.status === "pending" && !known.has(request.id);
    const office = fresh ? await attendedOffice(tx, { role, unit }, at) : { role, unit };
    const moved = office.role !== role || office.unit !== unit;
    requests.push(
      moved ? { ...request, decider_role: office.role, decider_unit: office.unit } : request,
    );
  }
  return { ...now, requests };
}

/**
 * The stage that ends first is the one to show; a shelved incident is due when it is to be looked at again. One that has
 * ended keeps its last instant: pages of lists are found again by it.
 */
function withDue(now: Case, plan: ClockPlan, calendar: ReturnType<typeof calendarFor>): Case {
  const due = plan.clocks.filter(isKept).flatMap((clock) => {
    const at = dueAt(clock.state, calendar);
    return at === null ? [] : [{ clock, at }];
  });
  const first = (which: (one: (typeof due)[number]) => boolean): Date | null => {
    const instants = due.filter(which).map(({ at }) => at);
    return instants.length > 0 ? new Date(Math.min(...instants)) : null;
  };
  const { incident } = now;
  const due_at =
    incident.status === "suspended"
      ? incident.review_at
      : (first(({ clock }) => clock.stage !== "overall") ?? first(() => true) ?? incident.due_at);
  const orders = now.orders.map((order) => {
    const until = first(({ clock }) => clock.order === order.id) ?? order.due_at;
    return until?.getTime() === order.due_at?.getTime() ? order : { ...order, due_at: until };
  });
  const promised_at =
    incident.status === "suspended"
      ? null
      : (first(({ clock }) => clock.stage === "overall") ?? incident.promised_at);
  return set({ ...now, orders }, { due_at, promised_at });
}

const informedByRule = (now: Case): string[] =>
  informedOf({ ...factsOf(now), reporterUnits: now.reporters.map(({ unit }) => unit) });

/** Places of reports that joined from elsewhere: no rule over the rows gives them. */
export function joinedPlaces(now: Case): string[] {
  const ruled = new Set(informedByRule(now));
  return now.incident.informed_units.filter((unit) => !ruled.has(unit));
}

/** What the rule no longer gives goes; the places of joined reports stay. */
const informedAfter = (before: Case, after: Case): string[] =>
  besides(partiesOf(factsOf(after)), [...informedByRule(after), ...joinedPlaces(before)]);

function differenceOf(before: Case, after: Case) {
  const known = new Map(before.orders.map((order) => [order.id, order]));
  const asked = new Map(before.requests.map((request) => [request.id, request]));
  return {
    before: before.incident.status,
    case: after,
    newOrders: after.orders.filter(({ id }) => !known.has(id)),
    withdrawnOrders: after.orders.filter(
      ({ id, status }) =>
        status === "withdrawn" && known.has(id) && known.get(id)?.status !== "withdrawn",
    ),
    newRequests: after.requests.filter(({ id }) => !asked.has(id)),
    settledRequests: after.requests.filter(
      ({ id, status }) => status !== "pending" && asked.get(id)?.status === "pending",
    ),
  };
}

/** Writes the rows that differ. */
async function writeCase(tx: Tx, before: Case, after: Case): Promise<void> {
  const { incident } = after;
  const { open: _, urgency_rank: __, district, id, reasons, suggestion, ...members } = incident;
  const all = {
    ...members,
    reasons: JSON.stringify(reasons),
    suggestion: JSON.stringify(suggestion),
  };
  const was: Record<string, unknown> = {
    ...before.incident,
    reasons: JSON.stringify(before.incident.reasons),
    suggestion: JSON.stringify(before.incident.suggestion),
  };
  const differing = Object.fromEntries(
    Object.entries(all).filter(([name, value]) => value !== was[name]),
  );
  await setIncident(tx, { district, id }, differing);

  const orders = new Map(before.orders.map((order) => [order.id, order]));
  const requests = new Map(before.requests.map((request) => [request.id, request]));
  await insertOrders(
    tx,
    after.orders.filter((order) => !orders.has(order.id)),
  );
  for (const order of after.orders)
    if (orders.has(order.id) && orders.get(order.id) !== order) await setOrderRow(tx, order);
  await insertRequests(
    tx,
    after.requests.filter((request) => !requests.has(request.id)),
  );
  for (const request of after.requests)
    if (requests.has(request.id) && requests.get(request.id) !== request)
      await setRequestRow(tx, request);
  for (const rating of after.ratings)
    if (!before.ratings.includes(rating)) await putRating(tx, rating);
}
