import type { NoForecast, Reach } from "@gezhi/contract/forecasts.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";

export type Sample = { at: number; value: number };
export type Aim = { level: Urgency; threshold: number };

const hourMs = 3_600_000;
export const horizonHours = 6;
const fewest = 6;
const shortestMs = 2 * hourMs;
/** Chance of seeing such an order of readings without any course: below one in a hundred. */
const sure = 2.58;
/** The course must lift the value by so many times its own tremble. */
const aboveTremble = 3;
/** The newer half must still go on at this share of the whole course at least: what levels off is no forecast. */
const stillGoing = 0.5;

const middle = (sorted: readonly number[]): number => {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};
const medianOf = (values: readonly number[]): number => middle(values.toSorted((a, b) => a - b));

/** At most so many samples, each the mean of an equal stretch of time. */
export function thinned(samples: readonly Sample[], most: number): Sample[] {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || samples.length <= most) return [...samples];
  const stretch = (last.at - first.at) / most || 1;
  const groups = Map.groupBy(samples, ({ at }) =>
    Math.min(most - 1, Math.floor((at - first.at) / stretch)),
  );
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  return [...groups.values()].map((group) => ({
    at: mean(group.map(({ at }) => at)),
    value: mean(group.map(({ value }) => value)),
  }));
}

type Line = {
  /** Per hour: the middle of all slopes between two samples, and the bounds of those that fit. */
  slope: number;
  low: number;
  high: number;
  /** How far the order of the samples is from chance, in standard deviations. */
  order: number;
};

/** Theil–Sen: half of the samples may be wild without moving it. */
function lineThrough(samples: readonly Sample[]): Line {
  const slopes: number[] = [];
  let rises = 0;
  for (let one = 0; one < samples.length; one += 1)
    for (let other = one + 1; other < samples.length; other += 1) {
      const hours = (samples[other]!.at - samples[one]!.at) / hourMs;
      const rise = samples[other]!.value - samples[one]!.value;
      if (hours > 0) slopes.push(rise / hours);
      rises += Math.sign(rise);
    }
  slopes.sort((a, b) => a - b);
  const n = samples.length;
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const bound = (sign: -1 | 1) =>
    slopes[
      Math.min(
        slopes.length - 1,
        Math.max(
          0,
          Math.round((slopes.length + sign * sure * deviation) / 2) + (sign < 0 ? 0 : -1),
        ),
      )
    ]!;
  return {
    slope: middle(slopes),
    low: bound(-1),
    high: bound(1),
    order: (Math.abs(rises) - 1) / deviation,
  };
}

export type Course = {
  perHour: number | null;
  reaches: Reach[];
  none: NoForecast | null;
};
const nothing = (none: NoForecast, perHour: number | null = null): Course => ({
  perHour,
  reaches: [],
  none,
});

/** Honest or silent: a course is named only where it is long, steady, above its own tremble and still going on. */
export function courseOf(
  samples: readonly Sample[],
  {
    aims,
    sign,
    now,
    freshMs,
  }: {
    aims: readonly Aim[];
    /** 1: higher is worse. */
    sign: 1 | -1;
    now: number;
    freshMs: number;
  },
): Course {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || samples.length < fewest || last.at - first.at < shortestMs)
    return nothing("few");
  if (now - last.at > freshMs) return nothing("old");
  const { slope, low, high, order } = lineThrough(samples);
  const start = medianOf(
    samples.map(({ at, value }) => value - (slope * (at - first.at)) / hourMs),
  );
  const fitted = (at: number) => start + (slope * (at - first.at)) / hourMs;
  const tremble = medianOf(samples.map(({ at, value }) => Math.abs(value - fitted(at))));
  const lift = (Math.abs(slope) * (last.at - first.at)) / hourMs;
  const newer = lineThrough(samples.slice(Math.floor(samples.length / 2)));
  const steady =
    order >= sure &&
    low * high > 0 &&
    lift > aboveTremble * tremble &&
    newer.slope / slope >= stillGoing;
  if (!steady) return nothing("unsteady");
  if (slope * sign <= 0) return nothing("away", slope);

  const value = fitted(now);
  const [steep, flat] = sign > 0 ? [high, low] : [low, high];
  // Nobody knows further ahead than there is to look back on.
  const horizon = Math.min(horizonHours, (last.at - first.at) / hourMs);
  const iso = (hours: number) => new Date(now + hours * hourMs).toISOString();
  const reaches = aims.flatMap(({ level, threshold }): Reach[] => {
    const missing = (threshold - value) * sign;
    // What is reached already is an alarm's matter.
    if ((threshold - last.value) * sign <= 0 || missing <= 0) return [];
    const hours = (threshold - value) / slope;
    if (hours > horizon) return [];
    const latest = (threshold - value) / flat;
    return [
      {
        level,
        threshold,
        at: iso(hours),
        earliest: iso((threshold - value) / steep),
        latest: latest > 2 * horizon ? null : iso(latest),
      },
    ];
  });
  return reaches.length > 0
    ? { perHour: slope, reaches: reaches.toSorted(byTime), none: null }
    : nothing("away", slope);
}

const byTime = (a: Reach, b: Reach): number => Date.parse(a.at) - Date.parse(b.at);
