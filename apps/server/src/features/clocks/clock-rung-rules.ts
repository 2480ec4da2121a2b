import type { Urgency } from "@gezhi/contract/incidents.ts";
import { type ClockState, consumedAt, dueAt, reachedAt } from "./clock-rules.ts";
import { calendarDayAt, type WorkingCalendar } from "./working-calendar.ts";

/** A share of the budget at which something happens by itself (domain C.3). */
export interface Rung {
  percent: number;
  act: "remind" | "escalate" | "supervise";
}

export interface RungAt extends Rung {
  at: number;
}

export interface DueRung extends RungAt {
  /** Claim it but tell nobody: a later rung passed as well (the job was down), and one reminder is enough. */
  silent: boolean;
}

const urgent: readonly Rung[] = [
  { percent: 50, act: "remind" },
  { percent: 80, act: "remind" },
  { percent: 100, act: "escalate" },
  { percent: 120, act: "supervise" },
];
const rungs: Record<Urgency, readonly Rung[]> = {
  red: urgent,
  orange: urgent,
  yellow: [
    { percent: 50, act: "remind" },
    { percent: 80, act: "remind" },
    { percent: 100, act: "remind" },
    { percent: 120, act: "supervise" },
  ],
  blue: [
    { percent: 80, act: "remind" },
    { percent: 100, act: "remind" },
    { percent: 150, act: "supervise" },
  ],
};

/** In ascending order. */
export const rungsFor = (urgency: Urgency): readonly Rung[] => rungs[urgency];

const markMs = (state: ClockState, percent: number): number =>
  Math.ceil((state.budgetMs * percent) / 100);

/** Null while suspended or stopped. */
export const rungAt = (
  state: ClockState,
  calendar: WorkingCalendar | null,
  percent: number,
): number | null => reachedAt(state, calendar, markMs(state, percent));

const unfired = (fired: readonly number[], ladder: readonly Rung[]): Rung[] => {
  const highest = Math.max(0, ...fired);
  return ladder.filter(({ percent }) => percent > highest);
};

/** The rung to arm, also when its instant has passed: then it is to be fired at once. A rung below a fired one is spent. */
export function nextRung(
  state: ClockState,
  calendar: WorkingCalendar | null,
  fired: readonly number[],
  ladder: readonly Rung[],
): RungAt | null {
  const rung = unfired(fired, ladder)[0];
  const at = rung && rungAt(state, calendar, rung.percent);
  return rung && at !== undefined && at !== null ? { ...rung, at } : null;
}

/** The rungs to claim now, lowest first; none while suspended or stopped. */
export function dueRungs(
  state: ClockState,
  calendar: WorkingCalendar | null,
  now: number,
  fired: readonly number[],
  ladder: readonly Rung[],
): DueRung[] {
  if (state.runningSince === null) return [];
  const consumed = consumedAt(state, calendar, now);
  const passed = unfired(fired, ladder).filter(({ percent }) => markMs(state, percent) <= consumed);
  return passed.map((rung, index) => {
    const at = rungAt(state, calendar, rung.percent) ?? now;
    return { ...rung, at, silent: rung.act === "remind" && index < passed.length - 1 };
  });
}

/**
 * After an extension: the fired rungs that lie ahead again under the longer budget. Give their claims up in the same
 * transaction, or the extended limit passes without a word.
 */
export function rungsToRearm(
  state: ClockState,
  calendar: WorkingCalendar | null,
  now: number,
  fired: readonly number[],
): number[] {
  const consumed = consumedAt(state, calendar, now);
  return fired.filter((percent) => markMs(state, percent) > consumed);
}

export interface Projection {
  dueAt: number | null;
  /** The due instant lies in a year whose holidays are not published yet. */
  provisional: boolean;
  nextRung: RungAt | null;
}

/** What is stored to be found by index. To be made again after each entry, each fired rung and each change of the calendar. */
export function projectClock(
  state: ClockState,
  calendar: WorkingCalendar | null,
  fired: readonly number[],
  ladder: readonly Rung[],
): Projection {
  const due = dueAt(state, calendar);
  const provisional =
    due !== null && state.basis === "working" && calendarDayAt(calendar, due).provisional;
  return { dueAt: due, provisional, nextRung: nextRung(state, calendar, fired, ladder) };
}

/** A timer armed before the clock's last entry, or for a clock that is gone, does nothing. One that is not stale still asks `dueRungs`: a changed calendar moves instants without an entry. */
export const isStale = (
  timer: { clockId: string; epoch: number },
  clock: { clockId: string; epoch: number } | undefined,
): boolean => clock === undefined || timer.clockId !== clock.clockId || timer.epoch !== clock.epoch;

const longestTimerMs = 2 ** 31 - 1;

/** For `setTimeout`, which fires at once when asked for more than 24.8 days. A capped delay wakes early: ask again then. */
export const delayUntil = (at: number, now: number): number =>
  Math.min(Math.max(0, at - now), longestTimerMs);
