import type { Role } from "@gezhi/contract/identity.ts";
import type { PatrolDuty, PatrolState } from "@gezhi/contract/patrols.ts";
import { ancestorAt, isWithin } from "@gezhi/contract/units.ts";
import { duties } from "@gezhi/reference/load-reference.ts";
import { type Box, distanceM } from "../correlation/geometry-rules.ts";
import type { Viewer } from "../identity/viewer.ts";

export type Pair = [lon: number, lat: number];

const hourMs = 3_600_000;
/** Without a word for so long, a patrol that was not ended is no longer said to go on. */
export const silentMs = 2 * hourMs;
/** One that never ended stands on the map no longer than this, as one that did. */
export const shownMs = 24 * hourMs;
/** A phone that was without a signal may tell of it so much later. */
const latestMs = 7 * 24 * hourMs;
/** Clocks of phones differ a little from the server's. */
const slackMs = 120_000;

/** The duties that are done by walking round: 步巡, 巡查, 巡逻. */
export const patrolDuties: readonly PatrolDuty[] = duties
  .filter(({ category, task }) => /^(日常巡查走访|排查重点场所)$/.test(category) && /巡/.test(task))
  .map(({ code, task, target, frequency }) => ({ code, task, target, frequency }));

export const dutyTask = (code: string): string | undefined =>
  duties.find((duty) => duty.code === code)?.task;

const walkers: readonly Role[] = [
  "gridWorker",
  "partTimeGridWorker",
  "microGridHead",
  "gridHead",
  "communitySecretary",
];
/** Where this person may patrol: the units of the appointments by which they walk the ground. */
export const patrolUnits = ({ appointments }: Pick<Viewer, "appointments">): string[] => [
  ...new Set(appointments.filter(({ role }) => walkers.includes(role)).map(({ unit }) => unit)),
];

/** Grids of one community stand in for each other. */
export const mayPatrol = (viewer: Pick<Viewer, "appointments">, unit: string): boolean =>
  patrolUnits(viewer).some((own) => isWithin(unit, ancestorAt(own, "village") ?? own));

export function lengthOf(track: readonly Pair[]): number {
  let sum = 0;
  for (const [index, [lon, lat]] of track.entries()) {
    const before = track[index - 1];
    if (before) sum += distanceM({ lon: before[0], lat: before[1] }, { lon, lat });
  }
  return Math.round(sum);
}

const nowhere = { west: null, south: null, east: null, north: null };
export const boxOf = (track: readonly Pair[]): Box | typeof nowhere => {
  if (track.length === 0) return nowhere;
  const lons = track.map(([lon]) => lon);
  const lats = track.map(([, lat]) => lat);
  return {
    west: Math.min(...lons),
    south: Math.min(...lats),
    east: Math.max(...lons),
    north: Math.max(...lats),
  };
};

/** Metres on the ground hide no house number, and a phone knows no better. */
export const rounded = (track: readonly Pair[]): Pair[] =>
  track.map(([lon, lat]) => [Number(lon.toFixed(5)), Number(lat.toFixed(5))]);

/** Evenly fewer points, with the first and the last. */
export function thinned(track: readonly Pair[], most: number): Pair[] {
  if (track.length <= most) return [...track];
  const step = (track.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => track[Math.round(index * step)]!);
}

export type Times = { startedAt: number; endedAt: number | null };

/** What the phone says, within what can be: nothing is in the future. Undefined: it is too old to be kept. */
export function timesOf(said: Times, now: number): Times | undefined {
  if (said.startedAt < now - latestMs || said.startedAt > now + slackMs) return undefined;
  const startedAt = Math.min(said.startedAt, now);
  if (said.endedAt === null) return { startedAt, endedAt: null };
  return { startedAt, endedAt: Math.max(startedAt, Math.min(said.endedAt, now)) };
}

/** As a clock in China shows it, `HH:MM`. */
export const clockOf = (at: Date): string =>
  new Date(at.getTime() + 8 * hourMs).toISOString().slice(11, 16);

type Told = { ended_at: Date | null; heard_at: Date };
export function stateAt({ ended_at, heard_at }: Told, at: number): PatrolState {
  if (ended_at !== null && ended_at.getTime() <= at) return "ended";
  return ended_at === null && heard_at.getTime() < at - silentMs ? "silent" : "underWay";
}
