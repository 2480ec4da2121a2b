import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ClockState,
  dueAt,
  extendClock,
  resumeClock,
  startClock,
  stopClock,
  suspendClock,
} from "./clock-rules.ts";
import {
  delayUntil,
  dueRungs,
  isStale,
  nextRung,
  projectClock,
  rungAt,
  rungsFor,
  rungsToRearm,
} from "./clock-rung-rules.ts";
import { at, calendar, civil, day, granted, hour, minute } from "./clock-testing.ts";
import { defaultCalendarRows } from "./published-holidays.ts";
import { CalendarError } from "./working-calendar.ts";
import { buildCalendar } from "./working-calendar-rows.ts";

const yellow = rungsFor("yellow");

/** Ten working hours from a Thursday morning. */
const clock = startClock(at("2026-11-26 08:30"), "working", 10 * hour).state;

test.each([
  ["red", "50 remind, 80 remind, 100 escalate, 120 supervise"],
  ["orange", "50 remind, 80 remind, 100 escalate, 120 supervise"],
  ["yellow", "50 remind, 80 remind, 100 remind, 120 supervise"],
  ["blue", "80 remind, 100 remind, 150 supervise"],
] as const)("the rungs of %s", (urgency, rungs) => {
  expect(
    rungsFor(urgency)
      .map(({ percent, act }) => `${percent} ${act}`)
      .join(", "),
  ).toBe(rungs);
});

describe("a rung", () => {
  test.each([
    [50, "2026-11-26 15:00"],
    [80, "2026-11-26 18:00"],
    [100, "2026-11-27 10:30"],
    [120, "2026-11-27 14:00"],
  ])("of %i %% of ten working hours falls at %s", (percent, instant) => {
    expect(civil(rungAt(clock, calendar, percent))).toBe(instant);
  });

  test("of half an odd budget falls on the later millisecond, never before its share is used", () => {
    const from = at("2026-11-26 08:30");

    expect(rungAt(startClock(from, "natural", 3).state, null, 50)).toBe(from + 2);
  });

  test("of 100 % is the due instant", () => {
    expect(rungAt(clock, calendar, 100)).toBe(dueAt(clock, calendar));
  });

  test("after a pause falls later by the pause", () => {
    const paused = suspendClock(clock, calendar, at("2026-11-26 11:30"), granted).state;
    const again = resumeClock(paused, at("2026-11-30 08:30")).state;

    expect(rungAt(paused, calendar, 50)).toBeNull();
    expect(civil(rungAt(again, calendar, 50))).toBe("2026-11-30 10:30");
  });

  test("without a calendar fails loudly", () => {
    expect(() => nextRung(clock, null, [], yellow)).toThrow(CalendarError);
    expect(() => projectClock(clock, null, [], yellow)).toThrow(CalendarError);
  });
});

describe("the next rung", () => {
  test.each([
    [[], 50],
    [[50], 80],
    [[50, 80], 100],
    [[80], 100],
    [[50, 80, 100], 120],
  ])("after %j is %i", (fired, percent) => {
    expect(nextRung(clock, calendar, fired, yellow)?.percent).toBe(percent);
  });

  test("after the last is none, and none while suspended or stopped", () => {
    const paused = suspendClock(clock, calendar, at("2026-11-26 09:00"), granted).state;

    expect(nextRung(clock, calendar, [50, 80, 100, 120], yellow)).toBeNull();
    expect(nextRung(paused, calendar, [], yellow)).toBeNull();
    expect(
      nextRung(stopClock(clock, calendar, at("2026-11-26 09:00")).state, calendar, [], yellow),
    ).toBeNull();
  });

  test("that passed while nobody looked keeps its instant", () => {
    const late = nextRung(clock, calendar, [], yellow);

    expect(late).toEqual({ percent: 50, act: "remind", at: at("2026-11-26 15:00") });
  });

  test("that had passed before a pause but was not fired is due when the clock runs again", () => {
    const paused = suspendClock(clock, calendar, at("2026-11-26 16:00"), granted).state;
    const again = resumeClock(paused, at("2026-11-30 09:00")).state;

    expect(nextRung(again, calendar, [], yellow)).toMatchObject({
      percent: 50,
      at: at("2026-11-30 09:00"),
    });
  });
});

describe("due rungs", () => {
  const due = (now: string, fired: number[] = []) =>
    dueRungs(clock, calendar, at(now), fired, yellow);

  test("come at their instant and not a millisecond before", () => {
    const instant = at("2026-11-26 15:00");

    expect(dueRungs(clock, calendar, instant - 1, [], yellow)).toEqual([]);
    expect(dueRungs(clock, calendar, instant, [], yellow)).toEqual([
      { percent: 50, act: "remind", at: instant, silent: false },
    ]);
  });

  test("are not due twice", () => {
    expect(due("2026-11-26 16:00", [50])).toEqual([]);
  });

  test("after an outage are all claimed, but only the last reminder speaks", () => {
    expect(due("2026-11-27 11:00").map(({ percent, silent }) => [percent, silent])).toEqual([
      [50, true],
      [80, true],
      [100, false],
    ]);
  });

  test("an escalation is never silent", () => {
    const red = startClock(at("2026-11-26 08:30"), "natural", minute).state;
    const missed = dueRungs(red, null, at("2026-11-26 09:30"), [], rungsFor("red"));

    expect(missed.filter(({ silent }) => !silent).map(({ act }) => act)).toEqual([
      "escalate",
      "supervise",
    ]);
  });

  test("are none while suspended or stopped, however late it is", () => {
    const paused = suspendClock(clock, calendar, at("2026-11-26 14:00"), granted).state;

    expect(dueRungs(paused, calendar, at("2027-03-01 10:00"), [], yellow)).toEqual([]);
    expect(
      dueRungs(
        stopClock(clock, calendar, at("2026-11-27 18:00")).state,
        calendar,
        at("2027-03-01 10:00"),
        [],
        yellow,
      ),
    ).toEqual([]);
  });
});

describe("after an extension", () => {
  const now = at("2026-11-27 10:00");

  test("the rungs that lie ahead again are armed again, so the longer limit does not pass without a word", () => {
    const doubled = extendClock(clock, now, 10 * hour, granted).state;

    expect(rungsToRearm(doubled, calendar, now, [50, 80])).toEqual([50, 80]);
    expect(civil(nextRung(doubled, calendar, [], yellow)?.at)).toBe("2026-11-27 10:30");
  });

  test("the rungs that stay behind do not fire again", () => {
    const longer = extendClock(clock, now, 2 * hour, granted).state;

    expect(rungsToRearm(longer, calendar, now, [50, 80, 100])).toEqual([80, 100]);
    expect(nextRung(longer, calendar, [50], yellow)?.percent).toBe(80);
  });

  test("a rung reached at this very instant counts as behind", () => {
    const due = at("2026-11-27 10:30");
    const doubled = extendClock(clock, due, 10 * hour, granted).state;

    expect(rungsToRearm(doubled, calendar, due, [50, 80, 100])).toEqual([80, 100]);
  });
});

describe("the projection", () => {
  test("finds due and next rung of a running clock, and nothing of a suspended one", () => {
    const paused = suspendClock(clock, calendar, at("2026-11-26 09:00"), granted).state;

    expect(projectClock(clock, calendar, [50], yellow)).toEqual({
      dueAt: at("2026-11-27 10:30"),
      provisional: false,
      nextRung: { percent: 80, act: "remind", at: at("2026-11-26 18:00") },
    });
    expect(projectClock(paused, calendar, [50], yellow)).toEqual({
      dueAt: null,
      provisional: false,
      nextRung: null,
    });
  });

  test("is provisional in a year without published holidays, and moves when they are imported", () => {
    const [row] = defaultCalendarRows(2026);
    if (!row) throw new Error("no initial calendar");
    const only2026 = row.calendar.exceptions.filter(({ date }) => date < "2027");
    const newYear = ["2027-01-01", "2027-10-01"].map((date) => ({
      date,
      working: false,
      name: "放假",
    }));
    const before = buildCalendar("50", [
      { ...row, calendar: { ...row.calendar, exceptions: only2026 } },
    ]);
    const imported = buildCalendar("50", [
      { ...row, calendar: { ...row.calendar, exceptions: [...only2026, ...newYear] } },
    ]);
    const across = startClock(at("2026-12-31 14:00"), "working", 6 * hour).state;

    expect(projectClock(across, before, [], yellow)).toMatchObject({
      dueAt: at("2027-01-01 10:30"),
      provisional: true,
    });
    expect(projectClock(across, imported, [], yellow)).toMatchObject({
      dueAt: at("2027-01-04 10:30"),
      provisional: false,
    });
  });

  test("of natural time is never provisional and needs no calendar", () => {
    const natural = startClock(at("2030-01-01 00:00"), "natural", hour).state;

    expect(projectClock(natural, null, [], rungsFor("red"))).toMatchObject({
      dueAt: at("2030-01-01 01:00"),
      provisional: false,
    });
  });
});

describe("a timer", () => {
  const timer = (state: ClockState) => ({ clockId: "c1", epoch: state.epoch });
  const paused = suspendClock(clock, calendar, at("2026-11-26 09:00"), granted).state;
  const again = resumeClock(paused, at("2026-11-26 10:00")).state;

  test.each<[string, ClockState]>([
    ["a suspension", paused],
    ["suspension and resumption", again],
    ["an extension", extendClock(clock, at("2026-11-26 09:00"), hour, granted).state],
    ["a stop", stopClock(clock, calendar, at("2026-11-26 09:00")).state],
  ])("armed before %s is stale", (_entry, state) => {
    expect(isStale(timer(clock), { clockId: "c1", epoch: state.epoch })).toBe(true);
    expect(isStale(timer(state), { clockId: "c1", epoch: state.epoch })).toBe(false);
  });

  test("of another assignment's clock, or of one that is gone, is stale", () => {
    expect(isStale(timer(clock), { clockId: "c2", epoch: clock.epoch })).toBe(true);
    expect(isStale(timer(clock), undefined)).toBe(true);
  });

  test.each([
    ["30 days on", 30 * day, 2 ** 31 - 1],
    ["exactly at the cap", 2 ** 31 - 1, 2 ** 31 - 1],
    ["an hour on", hour, hour],
    ["in the past", -hour, 0],
  ])("set %s waits what setTimeout can", (_when, ahead, delay) => {
    const now = at("2026-11-26 09:00");

    expect(delayUntil(now + ahead, now)).toBe(delay);
  });
});

test("for every clock, rungs come in order, and firing each at its instant fires every one exactly once", () => {
  const clocks = fc.record({
    from: fc.integer({ min: at("2026-01-01 00:00"), max: at("2026-12-31 00:00") }),
    budgetMs: fc.integer({ min: 1, max: 300 * hour }),
    urgency: fc.constantFrom("red" as const, "orange" as const, "yellow" as const, "blue" as const),
  });
  fc.assert(
    fc.property(clocks, ({ from, budgetMs, urgency }) => {
      const ladder = rungsFor(urgency);
      const state = startClock(
        from,
        urgency === "red" || urgency === "orange" ? "natural" : "working",
        budgetMs,
      ).state;
      const fired: number[] = [];
      let last = from;
      for (
        let next = nextRung(state, calendar, fired, ladder);
        next;
        next = nextRung(state, calendar, fired, ladder)
      ) {
        expect(next.at).toBeGreaterThanOrEqual(last);
        const due = dueRungs(state, calendar, next.at, fired, ladder);
        expect(due[0]).toMatchObject({ percent: next.percent, at: next.at });
        last = next.at;
        fired.push(...due.map(({ percent }) => percent));
      }

      expect(fired).toEqual(ladder.map(({ percent }) => percent));
    }),
  );
});
