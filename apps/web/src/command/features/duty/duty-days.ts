const dayMs = 86_400_000;

/** `days` civil days from `from` on. */
export const daysFrom = (from: string, days: number): string[] =>
  Array.from({ length: days }, (_, offset) => shiftDay(from, offset));

export const shiftDay = (day: string, by: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * dayMs).toISOString().slice(0, 10);

export const weekdayOf = (day: string, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
