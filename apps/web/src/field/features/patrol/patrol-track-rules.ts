import { mostPatrolPoints } from "@gezhi/contract/patrols.ts";

export type Pair = [lon: number, lat: number];
/** One that goes on on this phone. */
export type Underway = {
  id: string;
  unit: string;
  duty: string;
  task: string;
  /** Server time, epoch ms. */
  startedAt: number;
  track: Pair[];
  /** Another device records a patrol of this person: nothing is recorded here until they decide. */
  refused?: boolean;
  /** They decided to go on with this one. */
  instead?: boolean;
};

const metresPerDegree = 111_320;
/** A worse position says another street. */
const worstAccuracyM = 60;
const stepM = 12;
/** A patrol somebody forgot to end records no longer. */
export const longestMs = 12 * 3_600_000;

const metres = ([lonA, latA]: Pair, [lonB, latB]: Pair): number =>
  Math.hypot((lonB - lonA) * Math.cos((latA * Math.PI) / 180), latB - latA) * metresPerDegree;

export const kmOf = (track: readonly Pair[]): string =>
  (
    track.reduce((sum, point, index) => sum + (index ? metres(track[index - 1]!, point) : 0), 0) /
    1000
  ).toFixed(1);

/** With another point, if it is exact and lies far enough from the last; a very long way is told with fewer. */
export function withPoint(track: readonly Pair[], point: Pair, accuracyM: number): readonly Pair[] {
  const last = track.at(-1);
  if (accuracyM > worstAccuracyM || (last && metres(last, point) < stepM)) return track;
  const kept =
    track.length < mostPatrolPoints ? track : track.filter((_, index) => index % 2 === 0);
  return [...kept, [Number(point[0].toFixed(5)), Number(point[1].toFixed(5))]];
}

/** What the server is told of it. */
export const bodyOf = (
  { id, unit, duty, startedAt, track, instead = false }: Underway,
  endedAt: number | null,
) => ({
  id,
  unit,
  duty,
  startedAt: new Date(startedAt).toISOString(),
  endedAt: endedAt === null ? null : new Date(Math.max(startedAt, endedAt)).toISOString(),
  track,
  instead,
});
