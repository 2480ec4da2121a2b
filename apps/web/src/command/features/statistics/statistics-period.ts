import type { StatisticsSearch } from "./statistics-routes.tsx";

const dayMs = 86_400_000;
const beijingMs = 8 * 3_600_000;
export type Period = NonNullable<StatisticsSearch["period"]>;

const days: Record<Period, [from: number, to: number | null]> = {
  today: [0, null],
  yesterday: [1, 0],
  week: [6, null],
  month: [29, null],
  year: [364, null],
};

/** Whole days of Beijing until now; the same text all day, so that an answer is found again. */
export function periodOf(period: Period, now: number): { from: string; to?: string } {
  const midnight = Math.floor((now + beijingMs) / dayMs) * dayMs - beijingMs;
  const [from, to] = days[period];
  return {
    from: new Date(midnight - from * dayMs).toISOString(),
    ...(to === null ? {} : { to: new Date(midnight - to * dayMs).toISOString() }),
  };
}
