import { Calendar } from "@gezhi/contract/configuration.ts";
import { z } from "zod";
import {
  CalendarError,
  type CalendarDay,
  dateOfDay,
  dayOfDate,
  type Span,
  type WorkingCalendar,
} from "./working-calendar.ts";

/** One version of a calendar document; `validTo` is the first date it no longer holds, null while it is open. */
export interface CalendarRow {
  version: number;
  validFrom: string;
  validTo: string | null;
  calendar: Calendar;
}

/** Before, there was daylight saving. */
const firstDate = "1992-01-01";
/** An open-ended calendar reaches to the end of the second year after the last year it names a day of. */
const yearsAhead = 2;
/** Longer is a slip of the pen, such as a year 9999 for "always". */
const mostYears = 60;

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
/** ISO: Monday is 1. The first of January 1970 was a Thursday. */
const weekdayOf = (day: number): number => ((day + 3) % 7) + 1;
const yearOf = (date: string): number => Number(date.slice(0, 4));
const rowName = (row: CalendarRow): string => `第 ${row.version} 版`;

/** NaN for what is no time of a day; 24:00 is its end. */
function spanOf({ from, to }: { from: string; to: string }): Span {
  const [start = NaN, end = NaN] = [from, to].map((time) => {
    const [hours = NaN, minutes = NaN] = time.split(":").map(Number);
    return minutes < 60 && hours * 60 + minutes <= 24 * 60 ? (hours * 60 + minutes) * 60_000 : NaN;
  });
  return { from: start, to: end };
}

function faultsOfHours(intervals: readonly { from: string; to: string }[]): string[] {
  let last = 0;
  return intervals.flatMap((interval) => {
    const { from, to } = spanOf(interval);
    const text = `${interval.from}–${interval.to}`;
    const previous = last;
    last = Math.max(last, to);
    if (Number.isNaN(from + to)) return [`${text} 不是一天之内的时刻（00:00–24:00）。`];
    if (to <= from) return [`${text} 的结束不晚于开始。`];
    return from < previous ? [`${text} 与前一段重叠或次序颠倒。`] : [];
  });
}

function faultsOfCalendar({ week, exceptions }: Calendar): string[] {
  const seen = new Set<string>();
  const faults = weekdays.flatMap((weekday) =>
    faultsOfHours(week[weekday]).map((fault) => `星期${weekday}：${fault}`),
  );
  for (const { date, working, intervals } of exceptions) {
    if (seen.has(date)) faults.push(`${date}：同一天出现两次。`);
    seen.add(date);
    if (!working && intervals?.length) faults.push(`${date}：休息日不能有工作时段。`);
    const anyHours = intervals ?? weekdays.flatMap((weekday) => week[weekday]);
    if (working && anyHours.length === 0) faults.push(`${date}：工作日没有工作时段。`);
    faults.push(...faultsOfHours(intervals ?? []).map((fault) => `${date}：${fault}`));
  }
  return faults;
}

function faultsOfRow(row: CalendarRow): string[] {
  const { validFrom, validTo } = row;
  const isDate = (text: string) => z.iso.date().safeParse(text).success && text >= firstDate;
  const wrong = [validFrom, validTo ?? firstDate].filter((date) => !isDate(date));
  if (wrong.length > 0)
    return wrong.map((date) => `“${date}”不是 ${firstDate} 以后的日期（YYYY-MM-DD）。`);

  const parsed = Calendar.safeParse(row.calendar);
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `${path.join(".")}：${message}`);
  if (validTo !== null && validTo <= validFrom) return ["失效日期不晚于生效日期。"];
  if (yearOf(endOf(row)) - yearOf(validFrom) > mostYears)
    return [`超过 ${mostYears} 年；无期限请把失效日期留空。`];
  return faultsOfCalendar(parsed.data);
}

function faultsOfOrder(ordered: readonly CalendarRow[]): string[] {
  return ordered.flatMap((row, index) => {
    const next = ordered[index + 1];
    if (!next || row.validTo === next.validFrom) return [];
    const end = row.validTo ?? "无期限";
    return [
      `${rowName(row)}的失效日期是 ${end}，${rowName(next)}从 ${next.validFrom} 开始：必须首尾相接。`,
    ];
  });
}

function endOf({ validFrom, validTo, calendar }: CalendarRow): string {
  const lastYear = Math.max(
    yearOf(validFrom),
    ...calendar.exceptions.map(({ date }) => yearOf(date)),
  );
  return validTo ?? `${lastYear + yearsAhead + 1}-01-01`;
}

/** A make-up day without hours of its own takes those of its weekday, or else of the week's first working day. */
function daysOf(row: CalendarRow): CalendarDay[] {
  const { week, exceptions } = row.calendar;
  const weekly = weekdays.map((weekday) => week[weekday].map(spanOf));
  const usual = weekly.find((spans) => spans.length > 0) ?? [];
  const named = new Map(exceptions.map((exception) => [exception.date, exception]));

  const first = dayOfDate(row.validFrom);
  return Array.from({ length: dayOfDate(endOf(row)) - first }, (_, index): CalendarDay => {
    const date = dateOfDay(first + index);
    const exception = named.get(date);
    const ordinary = weekly[weekdayOf(first + index) - 1] ?? [];
    const worked = exception?.intervals?.map(spanOf) ?? (ordinary.length > 0 ? ordinary : usual);
    const spans = exception ? (exception.working ? worked : []) : ordinary;
    const provisional = !named.has(`${date.slice(0, 4)}-10-01`);
    return { date, working: spans.length > 0, name: exception?.name ?? null, spans, provisional };
  });
}

/**
 * Joins the versions of one calendar into days. Each date follows the version that holds on it, so a change of
 * hours from a date on leaves earlier days as they were. Versions must follow each other without gap or overlap.
 * A year in which a version does not name 1 October has no published holidays: its days are provisional.
 */
export function buildCalendar(
  id: string,
  rows: readonly CalendarRow[] | null | undefined,
): WorkingCalendar {
  if (!rows || rows.length === 0) {
    const message = `没有工作日历“${id}”。请在“系统管理—工作日历”中导入当年的节假日安排。`;
    throw new CalendarError("missing", message);
  }
  const ordered = rows.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom));
  const faults = ordered.flatMap((row) =>
    faultsOfRow(row).map((fault) => `${rowName(row)} ${fault}`),
  );
  const problems = [...faults, ...faultsOfOrder(ordered)];
  if (problems.length > 0)
    throw new CalendarError("invalid", `工作日历“${id}”有误，请改正后重新导入：`, problems);

  const days = ordered.flatMap(daysOf);
  const workedBefore = [0];
  let worked = 0;
  for (const { spans } of days) {
    worked += spans.reduce((sum, { from, to }) => sum + to - from, 0);
    workedBefore.push(worked);
  }
  const firstDay = dayOfDate(days[0]?.date ?? firstDate);
  return {
    id,
    version: Math.max(...ordered.map(({ version }) => version)),
    validFrom: dateOfDay(firstDay),
    validTo: dateOfDay(firstDay + days.length),
    firstDay,
    days,
    workedBefore,
  };
}
