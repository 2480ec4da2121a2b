/**
 * Working time in China Standard Time. Instants are epoch milliseconds, civil dates are `YYYY-MM-DD`.
 * The zone is a fixed +08:00 (no daylight saving since 1991), so a civil day is a whole number of
 * milliseconds and integers suffice; the machine's own zone is never asked.
 */
const dayMs = 86_400_000;
const offsetMs = 8 * 3_600_000;

/** Milliseconds since the civil midnight, `to` exclusive. */
export interface Span {
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
/** Civil days are counted from 1 January 1970. */
export const dateOfDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
export const dayOfDate = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs;

function present(calendar: WorkingCalendar | null | undefined): WorkingCalendar {
  if (calendar) return calendar;
  throw new CalendarError(
    "missing",
    "按工作时间计时需要工作日历，但没有找到。请在“系统管理—工作日历”中导入。",
  );
}

function outside(calendar: WorkingCalendar, date: string): CalendarError {
  const { id, validFrom, validTo } = calendar;
  const action = `请先在“系统管理—工作日历”中导入 ${date.slice(0, 4)} 年的节假日安排。`;
  return new CalendarError(
    "outside",
    `工作日历“${id}”从 ${validFrom} 起、到 ${validTo} 前为止，不含 ${date}。${action}`,
  );
}

/** The day an instant falls on, with its number in `days`. */
function locate(calendar: WorkingCalendar, ms: number) {
  if (!Number.isSafeInteger(ms))
    throw new RangeError(`Not an instant in whole epoch milliseconds: ${ms}`);
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
export function workingTimeBetween(
  calendar: WorkingCalendar | null | undefined,
  fromMs: number,
  toMs: number,
): number {
  const known = present(calendar);
  return workedUntil(known, toMs) - workedUntil(known, fromMs);
}

/**
 * The first instant at which that much working time has passed: the close of business, not the next morning.
 * `workingTimeBetween(c, t, addWorkingTime(c, t, w)) === w`, to the millisecond.
 */
export function addWorkingTime(
  calendar: WorkingCalendar | null | undefined,
  fromMs: number,
  workingMs: number,
): number {
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

export function calendarDayAt(
  calendar: WorkingCalendar | null | undefined,
  ms: number,
): CalendarDay {
  return locate(present(calendar), ms).day;
}

/** The date of the n-th day after the day of this instant: counting working days, or every day. */
export function dayAfter(
  calendar: WorkingCalendar | null | undefined,
  ms: number,
  count: number,
  counts: "working" | "every",
): string {
  const known = present(calendar);
  const { index } = locate(known, ms);
  let left = count;
  for (let at = index + 1; at < known.days.length; at += 1) {
    const day = known.days[at]!;
    if (counts === "every" || day.working) left -= 1;
    if (left <= 0) return day.date;
  }
  throw outside(known, known.validTo);
}
