import { defaultCalendarRows } from "./published-holidays.ts";
import { buildCalendar } from "./working-calendar-rows.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** `2026-11-27 17:59`, as a clock on a wall in China shows it. */
export const at = (civil: string): number => Date.parse(`${civil.replace(" ", "T")}:00+08:00`);
export const civil = (ms: number | null | undefined): string | null =>
  typeof ms === "number"
    ? new Date(ms + 8 * hour).toISOString().replace("T", " ").slice(0, 16)
    : null;

/** 2025 and 2026 are published; later years are provisional in the library's present version. */
export const calendar = buildCalendar("50", defaultCalendarRows(2025));

export const granted = { approver: "500103001/PA01", reason: "等待产权单位到场" };

export function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
