import { Calendar } from "@gezhi/contract/configuration.ts";

/**
 * Working time in China Standard Time. Instants are epoch milliseconds, civil dates are `YYYY-MM-DD`.
 * The zone is a fixed +08:00 (no daylight saving since 1991), so a civil day is a whole number of
 * milliseconds and integers suffice; the machine's own zone is never asked.
 */
const dayMs = 86_400_000;
const offsetMs = 8 * 3_600_000;
const firstDate = "1992-01-01";
/** An open-ended calendar reaches to the end of the second year after the last year it names a day of. */
const yearsAhead = 2;

/** One version of a calendar document; `validTo` is the first date it no longer holds, null while it is open. */
export interface CalendarRow {
  version: number;
  validFrom: string;
  validTo: string | null;
  calendar: Calendar;
}

/** Milliseconds since the civil midnight, `to` exclusive. */
interface Span {
  from: number;
  to: number;
}

export interface CalendarDay {
  date: string;
  working: boolean;
  /** What makes the day differ from its week: 国庆节, 调休上班… */
  name: string | null;
  spans: readonly Span[];
  /** No holidays are known for this year yet: only the weekly pattern speaks. */
  provisional: boolean;
}

export interface WorkingCalendar {
  readonly id: string;
  /** The newest version in it; keep it with what was projected, to see later that it is out of date. */
  readonly version: number;
  readonly validFrom: string;
  /** The first date that is not covered. */
  readonly validTo: string;
  /** Days from 1 January 1970 to `days[0]`. */
  readonly firstDay: number;
  readonly days: readonly CalendarDay[];
  /** Working milliseconds before each day, and after the last: one longer than `days`. */
  readonly workedBefore: readonly number[];
}

/** The message is Chinese and says what to do; `problems` has a line for each fault of an import. */
export class CalendarError extends Error {
  override readonly name = "CalendarError";
  readonly code: "missing" | "invalid" | "outside";
  readonly problems: readonly string[];

  constructor(code: CalendarError["code"], message: string, problems: readonly string[] = []) {
    super([message, ...problems].join("\n"));
    this.code = code;
    this.problems = problems;
  }
}

const dayNumber = (ms: number): number => Math.floor((ms + offsetMs) / dayMs);
const dayStart = (day: number): number => day * dayMs - offsetMs;
const dateOfDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
const dayOfDate = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs;

/** The date on the wall in China at this instant. */
export const civilDateAt = (ms: number): string => dateOfDay(dayNumber(ms));

const isCivilDate = (text: string): boolean => {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) && text.length === 10 && text >= firstDate;
};

function spanAt(time: string): number | undefined {
  const [hours = 99, minutes = 99] = time.split(":").map(Number);
  return minutes < 60 && hours * 60 + minutes <= 24 * 60 ? (hours * 60 + minutes) * 60_000 : undefined;
}

function spansOf(intervals: readonly { from: string; to: string }[], where: string, problems: string[]): Span[] {
  let last = 0;
  return intervals.map(({ from, to }) => {
    const span = { from: spanAt(from) ?? -1, to: spanAt(to) ?? -1 };
    if (span.from < 0 || span.to < 0) problems.push(`${where}:${from}–${to} 不是一天之内的时刻(00:00–24:00)。`);
    else if (span.to <= span.from) problems.push(`${where}:${from}–${to} 的结束不晚于开始。`);
    else if (span.from < last) problems.push(`${where}:${from}–${to} 与前一段重叠或次序颠倒。`);
    last = Math.max(last, span.to);
    return span;
  });
}

/** A make-up day without hours of its own takes those of its weekday, or else of the week's first working day. */
function readRow(row: CalendarRow, problems: string[]) {
  const where = `第 ${row.version} 版`;
  const { week, exceptions } = row.calendar;
  const ownSpans = ([1, 2, 3, 4, 5, 6, 7] as const).map((day) => spansOf(week[day], `${where}星期${day}`, problems));
  const usual = ownSpans.find((spans) => spans.length > 0) ?? [];

  const named = new Map<string, { name: string; spans: readonly Span[] }>();
  for (const { date, working, name, intervals } of exceptions) {
    const place = `${where} ${date}`;
    if (named.has(date)) problems.push(`${place}:同一天出现两次。`);
    if (!working && intervals?.length) problems.push(`${place}:休息日不能有工作时段。`);
    const stated = spansOf(intervals ?? [], place, problems);
    const weekly = ownSpans[weekdayOf(dayOfDate(date)) - 1] ?? [];
    const spans = [intervals && stated, weekly, usual].find((some) => some && some.length > 0) ?? [];
    if (working && (spans.length === 0 || intervals?.length === 0)) problems.push(`${place}:工作日没有工作时段。`);
    named.set(date, { name, spans: working ? spans : [] });
  }
  const years = new Set([...named.keys()].filter((date) => date.endsWith("-10-01")).map((date) => date.slice(0, 4)));
  const lastYear = [...named.keys()].reduce((year, date) => Math.max(year, Number(date.slice(0, 4))), 0);
  return { ownSpans, named, years, lastYear };
}

/** ISO: Monday is 1. The first of January 1970 was a Thursday. */
const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/**
 * Joins the versions of one calendar into days. Each date follows the version that holds on it, so a change of
 * hours from a date on leaves earlier days as they were. Versions must follow each other without gap or overlap.
 * A year in which no version names 1 October has no published holidays: its days are provisional.
 */
export function buildCalendar(id: string, rows: readonly CalendarRow[] | null | undefined): WorkingCalendar {
  if (!rows || rows.length === 0)
    throw new CalendarError("missing", `没有工作日历“${id}”。请在“系统管理—工作日历”中导入当年的节假日安排。`);

  const problems: string[] = [];
  const ordered = rows.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom));
  for (const [index, row] of ordered.entries()) {
    const where = `第 ${row.version} 版`;
    for (const date of [row.validFrom, row.validTo ?? firstDate])
      if (!isCivilDate(date)) problems.push(`${where}:“${date}”不是 ${firstDate} 以后的日期(YYYY-MM-DD)。`);
    if (row.validTo !== null && row.validTo <= row.validFrom) problems.push(`${where}:失效日期不晚于生效日期。`);
    const next = ordered[index + 1];
    if (next && row.validTo !== next.validFrom)
      problems.push(`${where}到 ${row.validTo ?? "无期限"} 为止,第 ${next.version} 版从 ${next.validFrom} 开始:必须首尾相接。`);
    const parsed = Calendar.safeParse(row.calendar);
    if (!parsed.success)
      for (const issue of parsed.error.issues) problems.push(`${where} ${issue.path.join(".")}:${issue.message}`);
  }
  if (problems.length > 0) throw new CalendarError("invalid", `工作日历“${id}”有误,请改正后重新导入:`, problems);

  const days: CalendarDay[] = [];
  for (const row of ordered) {
    const { ownSpans, named, years, lastYear } = readRow(row, problems);
    const openEnd = `${Math.max(lastYear, Number(row.validFrom.slice(0, 4))) + yearsAhead + 1}-01-01`;
    const end = dayOfDate(row.validTo ?? openEnd);
    for (let day = dayOfDate(row.validFrom); day < end; day += 1) {
      const date = dateOfDay(day);
      const exception = named.get(date);
      const spans = exception?.spans ?? ownSpans[weekdayOf(day) - 1] ?? [];
      const provisional = !years.has(date.slice(0, 4));
      days.push({ date, working: spans.length > 0, name: exception?.name ?? null, spans, provisional });
    }
  }
  if (problems.length > 0) throw new CalendarError("invalid", `工作日历“${id}”有误,请改正后重新导入:`, problems);

  const workedBefore = [0];
  for (const { spans } of days)
    workedBefore.push((workedBefore.at(-1) ?? 0) + spans.reduce((sum, span) => sum + span.to - span.from, 0));
  const validFrom = days[0]?.date ?? firstDate;
  const firstDay = dayOfDate(validFrom);
  return {
    id,
    version: Math.max(...rows.map((row) => row.version)),
    validFrom,
    validTo: dateOfDay(firstDay + days.length),
    firstDay,
    days,
    workedBefore,
  };
}

function present(calendar: WorkingCalendar | null | undefined): WorkingCalendar {
  if (calendar) return calendar;
  throw new CalendarError("missing", "按工作时间计时需要工作日历,但没有找到。请在“系统管理—工作日历”中导入。");
}

function outside(calendar: WorkingCalendar, date: string): CalendarError {
  const { id, validFrom, validTo } = calendar;
  const action = `请先在“系统管理—工作日历”中导入 ${date.slice(0, 4)} 年的节假日安排。`;
  return new CalendarError("outside", `工作日历“${id}”从 ${validFrom} 起、到 ${validTo} 前为止,不含 ${date}。${action}`);
}

/** The day an instant falls on, with its number in `days`. */
function locate(calendar: WorkingCalendar, ms: number) {
  if (!Number.isSafeInteger(ms)) throw new RangeError(`Not an instant in whole epoch milliseconds: ${ms}`);
  const number = dayNumber(ms);
  const index = number - calendar.firstDay;
  const day = calendar.days[index];
  if (!day) throw outside(calendar, dateOfDay(number));
  return { day, index, sinceMidnight: ms - dayStart(number) };
}

/** Working time from the calendar's first midnight to an instant: every answer below is a difference of two of these. */
function workedUntil(calendar: WorkingCalendar, ms: number): number {
  const { day, index, sinceMidnight } = locate(calendar, ms);
  let worked = calendar.workedBefore[index] ?? 0;
  for (const { from, to } of day.spans) worked += Math.max(0, Math.min(sinceMidnight, to) - from);
  return worked;
}

/** Negative when `toMs` lies before `fromMs`. */
export function workingTimeBetween(calendar: WorkingCalendar | null | undefined, fromMs: number, toMs: number): number {
  const known = present(calendar);
  return workedUntil(known, toMs) - workedUntil(known, fromMs);
}

/**
 * The first instant at which that much working time has passed: the close of business, not the next morning.
 * `workingTimeBetween(c, t, addWorkingTime(c, t, w)) === w`, to the millisecond.
 */
export function addWorkingTime(calendar: WorkingCalendar | null | undefined, fromMs: number, workingMs: number): number {
  const known = present(calendar);
  if (!Number.isSafeInteger(workingMs) || workingMs < 0)
    throw new RangeError(`Not a working time in whole milliseconds: ${workingMs}`);
  const target = workedUntil(known, fromMs) + workingMs;
  if (workingMs === 0) return fromMs;

  const { days, workedBefore } = known;
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((workedBefore[middle + 1] ?? Infinity) >= target) high = middle;
    else low = middle + 1;
  }
  let rest = target - (workedBefore[low] ?? 0);
  for (const { from, to } of days[low]?.spans ?? []) {
    if (rest <= to - from) return dayStart(known.firstDay + low) + from + rest;
    rest -= to - from;
  }
  throw outside(known, known.validTo);
}

/** Office hours run at this instant: true at 08:30, false at 12:00. */
export function isWorkingAt(calendar: WorkingCalendar | null | undefined, ms: number): boolean {
  const { day, sinceMidnight } = locate(present(calendar), ms);
  return day.spans.some(({ from, to }) => from <= sinceMidnight && sinceMidnight < to);
}

export function calendarDayAt(calendar: WorkingCalendar | null | undefined, ms: number): CalendarDay {
  return locate(present(calendar), ms).day;
}
