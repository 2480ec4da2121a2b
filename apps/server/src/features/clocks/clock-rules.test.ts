import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyEntry,
  type ClockChange,
  ClockError,
  type ClockState,
  consumedAt,
  dueAt,
  extendClock,
  fraction,
  isOverdue,
  type LedgerEntry,
  reachedAt,
  resumeClock,
  startClock,
  stopClock,
  suspendClock,
} from "./clock-rules.ts";
import { at, calendar, civil, day, granted, hour, minute } from "./clock-testing.ts";
import { defaultCalendarRows } from "./published-holidays.ts";
import { CalendarError, type WorkingCalendar, workingTimeBetween } from "./working-calendar.ts";
import { buildCalendar } from "./working-calendar-rows.ts";

const started = (
  from: string,
  budgetMs: number,
  basis: "natural" | "working" = "working",
): ClockState => startClock(at(from), basis, budgetMs).state;
const suspended = (state: ClockState, when: string): ClockState =>
  suspendClock(state, calendar, at(when), granted).state;
const resumed = (state: ClockState, when: string): ClockState => resumeClock(state, at(when)).state;
const stopped = (state: ClockState, when: string): ClockState =>
  stopClock(state, calendar, at(when)).state;

describe("a working clock", () => {
  test("started on Friday at 17:59 it uses one minute before Monday", () => {
    const clock = started("2026-11-27 17:59", 2 * hour);

    expect(consumedAt(clock, calendar, at("2026-11-29 12:00"))).toBe(minute);
    expect(civil(dueAt(clock, calendar))).toBe("2026-11-30 10:29");
  });

  test("started in a holiday it uses nothing until the first working morning", () => {
    const clock = started("2026-10-02 20:00", 2 * hour);

    expect(consumedAt(clock, calendar, at("2026-10-08 08:30"))).toBe(0);
    expect(civil(dueAt(clock, calendar))).toBe("2026-10-08 10:30");
  });

  test("suspended over National Day and a make-up day it goes on with what was left", () => {
    const before = started("2026-09-29 08:30", 16 * hour);
    const paused = suspended(before, "2026-09-30 12:00");
    const again = resumed(paused, "2026-10-11 09:00");

    expect(consumedAt(paused, calendar, at("2026-10-10 15:00"))).toBe(11.5 * hour);
    expect(dueAt(paused, calendar)).toBeNull();
    expect(civil(dueAt(again, calendar))).toBe("2026-10-12 14:30");
  });

  test("without a calendar it fails loudly instead of counting natural time", () => {
    const clock = started("2026-11-27 10:00", hour);
    const now = at("2026-11-27 10:30");

    expect(() => dueAt(clock, null)).toThrow(CalendarError);
    expect(() => consumedAt(clock, null, now)).toThrow(CalendarError);
    expect(() => isOverdue(clock, null, now)).toThrow(CalendarError);
    expect(() => stopClock(clock, null, now)).toThrow(CalendarError);
    expect(() => suspendClock(clock, null, now, granted)).toThrow(CalendarError);
  });
});

describe("a natural clock", () => {
  test("runs through night and holiday", () => {
    expect(civil(dueAt(started("2026-09-30 23:59", 2 * hour, "natural"), calendar))).toBe(
      "2026-10-01 01:59",
    );
  });

  test("runs without any calendar, so that an emergency never waits for a holiday list", () => {
    const clock = started("2040-01-01 00:00", minute, "natural");

    expect(dueAt(clock, null)).toBe(at("2040-01-01 00:01"));
    expect(isOverdue(clock, null, at("2040-01-01 00:02"))).toBe(true);
  });

  test("of 30 days is due 30 days on", () => {
    expect(civil(dueAt(started("2026-11-01 10:00", 720 * hour, "natural"), null))).toBe(
      "2026-12-01 10:00",
    );
  });
});

describe("overdue", () => {
  const clock = started("2026-11-27 14:00", 4 * hour);

  test.each([
    ["2026-11-27 17:59", false],
    ["2026-11-27 18:00", false],
    ["2026-11-27 18:01", true],
    ["2026-11-30 08:31", true],
  ])("a limit that ends on Friday at 18:00 is seen at %s: overdue %s", (now, overdue) => {
    expect(civil(dueAt(clock, calendar))).toBe("2026-11-27 18:00");
    expect(isOverdue(clock, calendar, at(now))).toBe(overdue);
  });

  test.each([
    ["2026-11-27 18:00", false],
    ["2026-11-27 19:00", true],
    ["2026-12-01 10:00", true],
  ])("work that ended at %s keeps its answer for ever: overdue %s", (end, overdue) => {
    expect(isOverdue(stopped(clock, end), calendar, at("2028-01-05 10:00"))).toBe(overdue);
  });

  test("a pause granted in time stays in time, however long it lasts and even when it ends in a cancellation", () => {
    const paused = suspended(clock, "2026-11-27 15:00");

    expect(isOverdue(paused, calendar, at("2027-03-01 10:00"))).toBe(false);
    expect(isOverdue(stopped(paused, "2027-03-01 10:00"), calendar, at("2027-03-02 10:00"))).toBe(
      false,
    );
  });

  test("a pause granted too late does not hide the delay, before or after it", () => {
    const paused = suspended(clock, "2026-11-27 19:00");

    expect(isOverdue(paused, calendar, at("2026-11-27 19:00"))).toBe(true);
    expect(isOverdue(stopped(paused, "2026-12-01 09:00"), calendar, at("2026-12-01 09:00"))).toBe(
      true,
    );
    expect(isOverdue(resumed(paused, "2026-12-01 09:00"), calendar, at("2026-12-01 09:01"))).toBe(
      true,
    );
  });

  test("an extension makes overdue work timely again, running or suspended", () => {
    const late = at("2026-11-27 19:00");
    const running = extendClock(clock, late, hour, granted).state;
    const paused = extendClock(suspended(clock, "2026-11-27 19:00"), late, hour, granted).state;

    expect(isOverdue(clock, calendar, late)).toBe(true);
    expect(isOverdue(running, calendar, late)).toBe(false);
    expect(civil(dueAt(running, calendar))).toBe("2026-11-30 09:30");
    expect(isOverdue(paused, calendar, late)).toBe(false);
    expect(civil(dueAt(resumed(paused, "2026-11-30 14:00"), calendar))).toBe("2026-11-30 15:00");
  });

  test("an extension shorter than the delay leaves it overdue", () => {
    const extended = extendClock(clock, at("2026-11-30 12:00"), hour, granted).state;

    expect(isOverdue(extended, calendar, at("2026-11-30 12:00"))).toBe(true);
  });
});

test("the fraction is of the budget, goes beyond 1, and falls with an extension", () => {
  const clock = started("2026-11-27 14:00", 4 * hour);

  expect(fraction(clock, calendar, at("2026-11-27 16:00"))).toBe(0.5);
  expect(fraction(clock, calendar, at("2026-11-30 10:30"))).toBe(1.5);
  expect(
    fraction(
      extendClock(clock, at("2026-11-27 16:00"), 4 * hour, granted).state,
      calendar,
      at("2026-11-27 16:00"),
    ),
  ).toBe(0.25);
});

test("a calendar that changes moves the current run, never one that is settled", () => {
  const [row] = defaultCalendarRows(2026);
  if (!row) throw new Error("no initial calendar");
  const flood = { date: "2026-11-26", working: false, name: "暴雨停工" };
  const changed = buildCalendar("50", [
    { ...row, calendar: { ...row.calendar, exceptions: [...row.calendar.exceptions, flood] } },
  ]);
  const running = started("2026-11-26 08:30", 16 * hour);
  const settled = resumed(suspended(running, "2026-11-27 12:00"), "2026-11-27 13:30");

  expect([civil(dueAt(running, calendar)), civil(dueAt(running, changed))]).toEqual([
    "2026-11-27 18:00",
    "2026-11-30 18:00",
  ]);
  expect(consumedAt(settled, changed, at("2026-11-27 13:30"))).toBe(11.5 * hour);
  expect(dueAt(settled, changed)).toBe(dueAt(settled, calendar));
});

describe("the ledger", () => {
  const running = started("2026-11-27 09:00", hour);
  const paused = suspended(running, "2026-11-27 09:10");
  const done = stopped(running, "2026-11-27 09:20");
  const now = at("2026-11-27 09:30");

  test.each<[string, () => ClockChange]>([
    ["suspending a suspended clock", () => suspendClock(paused, calendar, now, granted)],
    ["resuming a running clock", () => resumeClock(running, now)],
    ["suspending a stopped clock", () => suspendClock(done, calendar, now, granted)],
    ["resuming a stopped clock", () => resumeClock(done, now)],
    ["extending a stopped clock", () => extendClock(done, now, hour, granted)],
    ["stopping twice", () => stopClock(done, calendar, now)],
    [
      "suspending by nobody",
      () => suspendClock(running, calendar, now, { approver: "", reason: "等待" }),
    ],
    [
      "suspending for no reason",
      () => suspendClock(running, calendar, now, { approver: "甲", reason: "" }),
    ],
    [
      "extending by nobody",
      () => extendClock(running, now, hour, { approver: "", reason: "等待" }),
    ],
    ["extending by nothing", () => extendClock(running, now, 0, granted)],
    ["taking time away by an extension", () => extendClock(running, now, -hour, granted)],
    ["a start at no instant", () => startClock(Number.NaN, "natural", hour)],
    ["a budget of nothing", () => startClock(now, "natural", 0)],
    ["a budget that is no number", () => startClock(now, "natural", Number.NaN)],
  ])("refuses %s", (_what, act) => {
    expect(act).toThrow(ClockError);
  });

  test("refuses a second start and an entry before the first", () => {
    const { entry } = startClock(now, "natural", hour);

    expect(() => applyEntry(running, entry)).toThrow(ClockError);
    expect(() => applyEntry(null, { kind: "resumed", at: now })).toThrow(ClockError);
  });

  test("takes an instant slightly before its last entry for that entry's instant", () => {
    const early = suspendClock(running, calendar, at("2026-11-27 08:59"), granted);

    expect(early.entry).toMatchObject({ at: at("2026-11-27 09:00"), consumedMs: 0 });
    expect(consumedAt(running, calendar, at("2026-11-27 08:59"))).toBe(0);
    expect(resumeClock(paused, at("2026-11-27 09:09")).entry.at).toBe(at("2026-11-27 09:10"));
  });

  test("every entry begins a new epoch", () => {
    const extended = extendClock(paused, now, hour, granted).state;
    const again = resumeClock(extended, now).state;

    expect(
      [running, paused, extended, again, stopClock(again, calendar, now).state].map(
        ({ epoch }) => epoch,
      ),
    ).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("for every history of a clock", () => {
  const first = at("2026-01-01 00:00");
  type Step = { act: "toggle" | "extend" | "stop"; wait: number; by: number };
  const steps: fc.Arbitrary<Step[]> = fc.array(
    fc.record({
      act: fc.constantFrom("toggle", "toggle", "toggle", "extend", "stop"),
      wait: fc.integer({ min: 0, max: 6 * day }),
      by: fc.integer({ min: 1, max: 40 * hour }),
    }),
    { maxLength: 12 },
  );
  const starts = fc.record({
    basis: fc.constantFrom("natural" as const, "working" as const),
    budgetMs: fc.integer({ min: 1, max: 200 * hour }),
    from: fc.integer({ min: first, max: first + 300 * day }),
  });

  /** Plays the steps and adds up the runs by itself, as a second opinion. */
  function play(
    start: { basis: "natural" | "working"; budgetMs: number; from: number },
    history: Step[],
  ) {
    const measure = (from: number, to: number) =>
      start.basis === "natural" ? to - from : workingTimeBetween(calendar, from, to);
    let { state, entry } = startClock(start.from, start.basis, start.budgetMs);
    const entries: LedgerEntry[] = [entry];
    let now = start.from;
    let expected = 0;
    let budget = start.budgetMs;
    for (const { act, wait, by } of history) {
      if (state.stoppedAt !== null) break;
      if (state.runningSince !== null) expected += measure(now, now + wait);
      now += wait;
      if (act === "extend") budget += by;
      const toggled = () =>
        state.runningSince === null
          ? resumeClock(state, now)
          : suspendClock(state, calendar, now, granted);
      ({ state, entry } =
        act === "stop"
          ? stopClock(state, calendar, now)
          : act === "extend"
            ? extendClock(state, now, by, granted)
            : toggled());
      entries.push(entry);
    }
    return { state, entries, now, expected, budget };
  }
  const using = (basis: "natural" | "working"): WorkingCalendar | null =>
    basis === "natural" ? null : calendar;

  test("what is consumed is the sum of its runs, and the budget the sum of what was granted", () => {
    fc.assert(
      fc.property(starts, steps, (start, history) => {
        const { state, now, expected, budget } = play(start, history);

        expect(consumedAt(state, using(start.basis), now)).toBe(expected);
        expect(state.budgetMs).toBe(budget);
      }),
    );
  });

  test("the entries alone give the state back", () => {
    fc.assert(
      fc.property(starts, steps, (start, history) => {
        const { state, entries } = play(start, history);

        expect(entries.reduce<ClockState | null>(applyEntry, null)).toEqual(state);
        expect(state.epoch).toBe(entries.length);
      }),
    );
  });

  test("it runs, is suspended or is stopped: exactly one", () => {
    fc.assert(
      fc.property(starts, steps, (start, history) => {
        const { state } = play(start, history);

        expect(
          [state.runningSince, state.suspendedSince, state.stoppedAt].filter(
            (since) => since !== null,
          ),
        ).toHaveLength(1);
        expect(dueAt(state, using(start.basis)) !== null).toBe(state.runningSince !== null);
        expect(state.runningSince !== null && state.settledAt !== null).toBe(false);
        expect(state.settledAt === null).toBe(state.settledDueAt === null);
      }),
    );
  });

  test("at the due instant the budget is used up, and a millisecond later it is overdue until somebody grants more", () => {
    fc.assert(
      fc.property(starts, steps, fc.nat(30 * day), (start, history, later) => {
        const { state } = play(start, history);
        const due = dueAt(state, using(start.basis));
        fc.pre(due !== null && state.consumedMs < state.budgetMs);
        if (due === null) return;

        expect(consumedAt(state, using(start.basis), due)).toBe(state.budgetMs);
        expect(consumedAt(state, using(start.basis), due - 1)).toBe(state.budgetMs - 1);
        expect(isOverdue(state, using(start.basis), due)).toBe(false);
        expect(isOverdue(state, using(start.basis), due + 1 + later)).toBe(true);
      }),
    );
  });

  test("consumption and marks only grow with time", () => {
    fc.assert(
      fc.property(
        starts,
        steps,
        fc.nat(20 * day),
        fc.nat(20 * day),
        fc.nat(100 * hour),
        (start, history, one, two, mark) => {
          const { state, now } = play(start, history);
          const use = using(start.basis);

          expect(consumedAt(state, use, now + one + two)).toBeGreaterThanOrEqual(
            consumedAt(state, use, now + one),
          );
          expect(reachedAt(state, use, mark + 1) ?? 0).toBeGreaterThanOrEqual(
            reachedAt(state, use, mark) ?? 0,
          );
        },
      ),
    );
  });
});
