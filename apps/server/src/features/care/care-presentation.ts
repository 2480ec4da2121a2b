import type { CareDetail, CaredPerson, CareVisitor } from "@gezhi/contract/care.ts";
import { careId, deviceId, incidentId } from "@gezhi/contract/ids.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { maskPhone } from "../../platform/masking.ts";
import { calendarDayAt } from "../clocks/working-calendar.ts";
import { calendarFor } from "../clocks/calendar-store.ts";
import type { Context } from "../context.ts";
import type { DeviceDetail } from "@gezhi/contract/devices.ts";
import type { Viewer } from "../identity/viewer.ts";
import { handlerName, placeName } from "../organisation/post-directory.ts";
import type { CareRow, StandingCare, VisitRow } from "./care-queries.ts";
import {
  type Day,
  keepsCare,
  knowsPerson,
  maskName,
  stateOf,
  visitorOf,
  visits,
} from "./care-rules.ts";

export const iso = (value: Date | string): string => new Date(value).toISOString();
const ms = (value: Date | string | null): number | null =>
  value === null ? null : new Date(value).getTime();

export type DayPlan = Pick<CareRow, "unit" | "rest_days">;
/** Today, as the calendar of the place and the plan see it. */
export function dayOf(
  { configuration }: Pick<Context, "configuration">,
  { unit, rest_days }: DayPlan,
  now: number,
): Day {
  const { working } = calendarDayAt(calendarFor(configuration, unit), now);
  return { date: civilDateAt(now), counts: rest_days || working };
}

/** Names of volunteers, by account; those of grids and posts are in memory. */
export type Names = ReadonlyMap<string, string>;

function presentVisitor(context: Context, token: string, names: Names) {
  const { by } = visitorOf(token);
  const name = by === "volunteer" ? (names.get(token) ?? "已离岗") : handlerName(context, token);
  return { by, name };
}

export const openText = (context: Pick<Context, "secrets">, sealed: string | null) =>
  sealed === null ? null : context.secrets.open(sealed);

export function presentCare(
  context: Context,
  viewer: Viewer,
  row: StandingCare,
  names: Names,
): CaredPerson {
  const now = context.now();
  const known = knowsPerson(viewer, row);
  const keeps = keepsCare(viewer, row.unit);
  const last =
    row.last_at === null || row.last_outcome === null
      ? null
      : { at: new Date(row.last_at).getTime(), outcome: row.last_outcome };
  const plan = {
    dueOn: row.due_on,
    dueBy: row.due_by,
    substitute: row.substitute,
    seenAt: ms(row.seen_at),
    last,
  };
  return {
    id: careId(row),
    unit: { code: row.unit, name: placeName(context, row.unit) },
    name: known ? maskName(context.secrets.open(row.name_enc)) : null,
    age: known ? row.age : null,
    address: row.address,
    note: known ? openText(context, row.note_enc) : null,
    way: row.way as CaredPerson["way"],
    every: row.every,
    restDays: row.rest_days,
    dueBy: row.due_by,
    dueOn: row.due_on,
    state: stateOf(plan, dayOf(context, row, now), now),
    visitor: presentVisitor(context, row.visitor, names),
    substitute: row.substitute === null ? null : presentVisitor(context, row.substitute, names),
    last: last && {
      at: iso(new Date(last.at)),
      outcome: last.outcome,
      incident: row.last_incident
        ? incidentId({ district: row.district, id: row.last_incident })
        : null,
    },
    told: row.told_since,
    devices: row.devices.length,
    simulated: row.simulated,
    actions: [
      ...(keeps || visits(viewer, row) ? (["visit"] as const) : []),
      ...(known ? (["reveal"] as const) : []),
      ...(keeps ? (["edit", "withdraw"] as const) : []),
    ],
  };
}

const presentVisit = (context: Context, row: VisitRow): CareDetail["visits"][number] => ({
  id: row.id,
  at: iso(row.seen_at),
  way: row.way as CareDetail["way"],
  outcome: row.outcome as CareDetail["visits"][number]["outcome"],
  by: row.visitor_name,
  note: openText(context, row.note_enc),
  incident: row.incident ? incidentId({ district: row.district, id: row.incident }) : null,
});

type Around = {
  visits: readonly VisitRow[];
  misses: readonly { day: string; step: number; told_at: Date | string }[];
  devices: readonly DeviceDetail[];
};

/** What the page of one person says; masked as everywhere. */
export function presentDetail(
  context: Context,
  row: StandingCare,
  person: CaredPerson,
  { visits, misses, devices }: Around,
): CareDetail {
  const masked = (sealed: string | null, mask: (text: string) => string) => {
    const text = openText(context, sealed);
    return text === null ? null : mask(text);
  };
  const plan = (token: string): CareVisitor => visitorOf(token);
  return {
    ...person,
    phone: masked(row.phone_enc, maskPhone),
    contact: {
      name: masked(row.contact_name_enc, maskName),
      phone: masked(row.contact_phone_enc, maskPhone),
    },
    consent: { at: iso(row.consent_at), by: row.consent_by as CareDetail["consent"]["by"] },
    plan: {
      visitor: plan(row.visitor),
      substitute: row.substitute === null ? null : plan(row.substitute),
    },
    signals: devices.map(
      ({ id, name, profile, state, lastSeenAt, battery, values, simulated, alarms }) => ({
        id,
        name,
        profile,
        state,
        lastSeenAt,
        battery,
        values,
        simulated,
        alarms: alarms.map(({ incidentNumber: _number, ...alarm }) => alarm),
      }),
    ),
    visits: visits.map((visit) => presentVisit(context, visit)),
    misses: misses.map(({ day, step, told_at }) => ({ day, step, at: iso(told_at) })),
  };
}

/** A device with somebody's consent that no plan names yet. */
export const presentUnplanned = (
  context: Context,
  row: {
    district: string;
    id: string;
    name: string;
    place: string;
    unit: string;
    person_name_enc: string | null;
  },
) => ({
  device: deviceId(row),
  name: row.name,
  person: maskName(openText(context, row.person_name_enc) ?? ""),
  place: row.place,
  unit: { code: row.unit, name: placeName(context, row.unit) },
});
