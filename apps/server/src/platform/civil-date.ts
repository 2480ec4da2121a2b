const offsetMs = 8 * 3_600_000;

/** The date on the wall in China (+08:00, no daylight saving since 1991) at this instant, `YYYY-MM-DD`. */
export const civilDateAt = (ms: number): string =>
  new Date(ms + offsetMs).toISOString().slice(0, 10);
