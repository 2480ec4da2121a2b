/** One line of a benchmark. `ratio` = value ÷ limit for times, limit ÷ value for rates: at most 1 is a pass. */
export type Line = {
  name: string;
  value: number;
  unit: string;
  p50: number | null;
  p99: number | null;
  limit: number;
  ratio: number;
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

export function print(line: Line): void {
  console.log(JSON.stringify({ ...line, value: round(line.value), ratio: round(line.ratio) }));
}
