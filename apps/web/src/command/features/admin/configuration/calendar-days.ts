import type { Calendar } from "@gezhi/contract/configuration.ts";

export type Exception = Calendar["exceptions"][number];
export type Hours = Calendar["week"]["1"];
export type Weekday = keyof Calendar["week"];

export const weekdays = ["1", "2", "3", "4", "5", "6", "7"] as const satisfies readonly Weekday[];

const dayMs = 86_400_000;
const iso = (utc: number): string => new Date(utc).toISOString().slice(0, 10);

/** Civil dates are reckoned in UTC, so that no machine's zone moves a holiday. */
export const addDays = (date: string, days: number): string =>
  iso(Date.parse(`${date}T00:00:00Z`) + days * dayMs);

export function weekdayOf(date: string): Weekday {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekdays[day === 0 ? 6 : day - 1] ?? "7";
}

/** The twelve months of a year, each as its dates. */
export const monthsOf = (year: number): string[][] =>
  Array.from({ length: 12 }, (_, month) => {
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    return Array.from({ length }, (__, day) => iso(Date.UTC(year, month, day + 1)));
  });

export type Day = {
  date: string;
  working: boolean;
  /** Empty on a day that is not worked. */
  hours: Hours;
  exception: Exception | undefined;
};

/** A make-up day without hours of its own is worked like its weekday, or else like the week's first working day. */
export function dayOf(calendar: Calendar, date: string, exception: Exception | undefined): Day {
  const usual = calendar.week[weekdayOf(date)];
  if (!exception) return { date, working: usual.length > 0, hours: usual, exception };
  const first = weekdays.map((weekday) => calendar.week[weekday]).find(({ length }) => length > 0);
  const hours = exception.intervals ?? (usual.length > 0 ? usual : (first ?? []));
  return { date, working: exception.working, hours: exception.working ? hours : [], exception };
}

export const formatHours = (hours: Hours): string =>
  hours.map(({ from, to }) => `${from}–${to}`).join(" ");

/** `08:30-12:00 13:30-18:00`; undefined when it is not that. */
export function parseHours(text: string): Hours | undefined {
  const pieces = text
    .trim()
    .split(/[\s,，、;；]+/)
    .filter(Boolean);
  const hours: Hours = [];
  for (const piece of pieces) {
    const found = /^(\d{1,2}):(\d\d)\s*[-–—~～至]\s*(\d{1,2}):(\d\d)$/.exec(
      piece.replaceAll("：", ":"),
    );
    const [, h1, m1, h2, m2] = found ?? [];
    if (!h1 || !m1 || !h2 || !m2) return undefined;
    const [from, to] = [`${h1.padStart(2, "0")}:${m1}`, `${h2.padStart(2, "0")}:${m2}`];
    const last = hours.at(-1)?.to ?? "00:00";
    if (to > "24:00" || from >= to || from < last || m1 > "59" || m2 > "59") return undefined;
    hours.push({ from, to });
  }
  return hours;
}

/** The calendar with a day set as it should be; `undefined` makes it an ordinary day again. */
export const withException = (
  calendar: Calendar,
  date: string,
  exception: Exception | undefined,
): Calendar => ({
  ...calendar,
  exceptions: [
    ...calendar.exceptions.filter((one) => one.date !== date),
    ...(exception ? [exception] : []),
  ].toSorted((a, b) => (a.date < b.date ? -1 : 1)),
});
