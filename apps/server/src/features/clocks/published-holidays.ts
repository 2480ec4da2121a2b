import type { Calendar } from "@gezhi/contract/configuration.ts";
import published from "chinese-days/dist/chinese-days.json" with { type: "json" };
import type { CalendarRow } from "./working-calendar-rows.ts";

/**
 * `2026-10-10` → `National Day,国庆节,3`. The library's functions read a date in the machine's own zone and are
 * a day off west of Greenwich; its data are keyed by civil date.
 */
const holidays: Record<string, string> = published.holidays;
const makeUpDays: Record<string, string> = published.workdays;

const chineseName = (entry: string): string => entry.split(",")[1] ?? entry;

const workday = [
  { from: "08:30", to: "12:00" },
  { from: "13:30", to: "18:00" },
];

/**
 * The initial calendar from the first of January of a year on: eight hours from Monday to Friday, with the State
 * Council's holidays and make-up days as far as they are published. To be stored and edited, not asked at run time.
 */
export function defaultCalendarRows(year: number): CalendarRow[] {
  const exceptions: Calendar["exceptions"] = [
    ...Object.entries(holidays).map(([date, entry]) => ({
      date,
      working: false,
      name: chineseName(entry),
    })),
    ...Object.entries(makeUpDays).map(([date, entry]) => ({
      date,
      working: true,
      name: `${chineseName(entry)}调休上班`,
    })),
  ]
    .filter(({ date }) => Number(date.slice(0, 4)) >= year)
    .toSorted((a, b) => a.date.localeCompare(b.date));

  const week: Calendar["week"] = {
    1: workday,
    2: workday,
    3: workday,
    4: workday,
    5: workday,
    6: [],
    7: [],
  };
  return [
    { version: 1, validFrom: `${year}-01-01`, validTo: null, calendar: { week, exceptions } },
  ];
}
