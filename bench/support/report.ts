/** One line of a benchmark. Where the goal is not "at most the limit", the note says what the ratio must be. */
export type Line = {
  name: string;
  value: number;
  unit: string;
  p50: number | null;
  p99: number | null;
  limit: number;
  n: number;
  note: string;
};

const round = (value: number) => Number(value.toPrecision(5));

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function times(samples: readonly number[]): { p50: number; p99: number } {
  const sorted = samples.toSorted((a, b) => a - b);
  return { p50: round(percentile(sorted, 0.5)), p99: round(percentile(sorted, 0.99)) };
}

/** With `ratio` = value ÷ limit. Of a limit of nothing, the value itself: 0 is a pass. */
export function print({ name, value, unit, p50, p99, limit, n, note }: Line): void {
  const ratio = round(limit === 0 ? value : value / limit);
  console.log(
    JSON.stringify({
      name,
      value: round(value),
      unit,
      p50,
      p99,
      limit: round(limit),
      ratio,
      n,
      note,
    }),
  );
}
