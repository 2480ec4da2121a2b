const beijingMs = 8 * 3_600_000;

export type Month = { month: string; from: Date };

/** The month of Beijing in which this instant lies and those before it, oldest first. */
export function monthsUntil(now: number, count: number): Month[] {
  const local = new Date(now + beijingMs);
  return Array.from({ length: count }, (_, n) => {
    const from = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - (count - 1 - n));
    return { month: new Date(from).toISOString().slice(0, 7), from: new Date(from - beijingMs) };
  });
}

export type FallRow = { month: string; unit: string; building: string | null; count: number };

export const sumByMonth = (months: readonly Month[], rows: readonly FallRow[]): number[] =>
  months.map(({ month }) =>
    rows.reduce((sum, row) => (row.month === month ? sum + row.count : sum), 0),
  );

/** A line for each grid and building, in the order of their codes and names: no ranking. */
export const placesOf = (months: readonly Month[], rows: readonly FallRow[]) =>
  [...Map.groupBy(rows, ({ unit, building }) => `${unit} ${building ?? ""}`)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, own]) => {
      const { unit, building } = own[0]!;
      const counts = sumByMonth(months, own);
      return { unit, building, counts, total: counts.reduce((sum, one) => sum + one, 0) };
    });
