import type { LaneAct } from "@gezhi/contract/fire-lanes.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import { holdsAny, seesFully, type Viewer } from "../identity/viewer.ts";

const minute = 60_000;
/** A vehicle that nobody moves is towed within half an hour, so that the whole stays within the category's two. */
const towMs = 30 * minute;
const callPauseMs = 3 * minute;
const mostCalls = 5;

/** Who leads on the ground or from the centre may have a vehicle towed; who only patrols notes it and calls. */
const towers: readonly Role[] = [
  "postHolder",
  "dispatcher",
  "dutyOfficer",
  "commander",
  "department",
];
export const noters: readonly Role[] = [...towers, "gridWorker", "gridHead", "communitySecretary"];
export const deskRoles: readonly Role[] = ["postHolder", "dispatcher", "dutyOfficer", "commander"];

export type OfIncident = { party_units: readonly string[]; unit: string; open: boolean };

export const actsOn = (
  viewer: Viewer,
  { party_units, unit, open }: OfIncident,
  roles: readonly Role[] = noters,
): boolean => open && holdsAny(viewer, roles) && seesFully(viewer, party_units, unit);

export type Standing = {
  gone: boolean;
  towed: boolean;
  /** Epoch ms, oldest first. */
  calls: readonly number[];
};

/** Why the owner cannot be called now. */
export function callProblem({ gone, calls }: Standing, now: number): string | undefined {
  if (gone) return "车辆已经驶离，不必再联系车主";
  if (calls.length >= mostCalls) return `已联系 ${mostCalls} 次，请派清障`;
  const wait = (calls.at(-1) ?? -callPauseMs) + callPauseMs - now;
  return wait > 0 ? `刚刚联系过车主，请等 ${Math.ceil(wait / minute)} 分钟再拨` : undefined;
}

export function towProblem({ gone, towed, calls }: Standing): string | undefined {
  if (gone) return "车辆已经驶离，不必清障";
  if (towed) return "已经派过清障";
  return calls.length === 0 ? "请先通过隐私号联系车主，联系不上再派清障" : undefined;
}

/** Half an hour, and never later than the matter itself is due, as long as that lies ahead. */
export const towDueAt = (now: number, incidentDue: number | null): number =>
  incidentDue !== null && incidentDue > now ? Math.min(now + towMs, incidentDue) : now + towMs;

/** What whoever looks may do: a call that must wait is still offered, and says how long. */
export const actionsOf = (
  may: { act: boolean; tow: boolean },
  { gone, towed, calls }: Standing,
): LaneAct[] => {
  if (!may.act || gone) return [];
  return [
    ...(calls.length < mostCalls ? (["call"] as const) : []),
    ...(may.tow && !towed && calls.length > 0 ? (["tow"] as const) : []),
    "depart",
  ];
};

export type SeenStop = {
  id: string;
  vehicle: string;
  laneKey: string;
  lane: string;
  at: number;
};

type Recurrence<T> = { last: SeenStop; times: number } & T;

/** From stops, the newest first; vehicles that came once are nobody's business here. */
export function recurrences(stops: readonly SeenStop[]): {
  vehicles: Recurrence<{ lanes: string[] }>[];
  lanes: Recurrence<{ vehicles: number }>[];
} {
  const vehicles = [...Map.groupBy(stops, ({ vehicle }) => vehicle).values()]
    .filter((own) => own.length > 1)
    .map((own) => ({
      last: own[0]!,
      times: own.length,
      lanes: [...new Set(own.map(({ lane }) => lane))],
    }));
  const lanes = [...Map.groupBy(stops, ({ laneKey }) => laneKey).values()].map((own) => ({
    last: own[0]!,
    times: own.length,
    vehicles: new Set(own.map(({ vehicle }) => vehicle)).size,
  }));
  return { vehicles: vehicles.toSorted(byTimes), lanes: lanes.toSorted(byTimes) };
}

const byTimes = (a: { times: number; last: SeenStop }, b: { times: number; last: SeenStop }) =>
  b.times - a.times || b.last.at - a.last.at;
