import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { civilDateAt } from "../../platform/civil-date.ts";
import { at, day, minute } from "./clock-testing.ts";
import {
  addWorkingTime,
  isWorkingAt,
  type WorkingCalendar,
  workingTimeBetween,
} from "./working-calendar.ts";
import { buildCalendar } from "./working-calendar-rows.ts";

describe("for every calendar", () => {
  const hours = fc
    .uniqueArray(fc.integer({ min: 0, max: 24 * 4 }), { minLength: 0, maxLength: 6 })
    .map((marks) => marks.toSorted((a, b) => a - b))
    .map((marks) => {
      const time = (mark: number) =>
        `${String(Math.floor(mark / 4)).padStart(2, "0")}:${String((mark % 4) * 15).padStart(2, "0")}`;
      return marks.flatMap((mark, index) => {
        const end = marks[index + 1];
        return index % 2 === 0 && end !== undefined ? [{ from: time(mark), to: time(end) }] : [];
      });
    });
  const first = at("2026-01-01 00:00");
  const calendars: fc.Arbitrary<WorkingCalendar> = fc
    .record({
      weekdays: fc.array(hours, { minLength: 7, maxLength: 7 }),
      special: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 80 }), hours), {
        selector: ([index]) => index,
      }),
    })
    .map(({ weekdays, special }) => {
      const [one = [], two = [], three = [], four = [], five = [], six = [], seven = []] = weekdays;
      const exceptions = special.map(([index, intervals]) => ({
        date: civilDateAt(first + index * day),
        working: intervals.length > 0,
        name: "特殊",
        intervals,
      }));
      const week = { 1: one, 2: two, 3: three, 4: four, 5: five, 6: six, 7: seven };
      return buildCalendar("50", [
        { version: 1, validFrom: "2026-01-01", validTo: null, calendar: { week, exceptions } },
      ]);
    });
  const instants = fc.integer({ min: first, max: first + 100 * day });
  /** Counted quarter by quarter, as a person would with a finger on the calendar. */
  const countedByHand = (from: number, quarters: number, within: WorkingCalendar): number =>
    Array.from({ length: quarters }, (_, index) => from + index * 15 * minute).filter((quarter) =>
      isWorkingAt(within, quarter),
    ).length *
    15 *
    minute;

  test("adding and measuring are exact inverses, and no earlier instant will do", () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (some, from, share) => {
          const room = workingTimeBetween(some, from, first + 200 * day);
          const amount = Math.floor(room * share);
          const due = addWorkingTime(some, from, amount);

          expect(workingTimeBetween(some, from, due)).toBe(amount);
          const before = amount > 0 ? due - 1 : from;
          expect(workingTimeBetween(some, from, before)).toBe(Math.max(0, amount - 1));
          expect(due === from).toBe(amount === 0);
        },
      ),
    );
  });

  test("adding what was measured goes back to the last working instant", () => {
    fc.assert(
      fc.property(calendars, instants, instants, (some, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const back = addWorkingTime(some, from, workingTimeBetween(some, from, to));

        expect(back).toBeLessThanOrEqual(to);
        expect(workingTimeBetween(some, back, to)).toBe(0);
        expect(back === to).toBe(to === from || isWorkingAt(some, to - 1));
      }),
    );
  });

  test("measured stretches add up, and time never runs backwards or faster than the wall clock", () => {
    fc.assert(
      fc.property(calendars, instants, instants, instants, (some, ...three) => {
        const [a = 0, b = 0, c = 0] = three.toSorted((x, y) => x - y);

        expect(workingTimeBetween(some, a, b) + workingTimeBetween(some, b, c)).toBe(
          workingTimeBetween(some, a, c),
        );
        expect(workingTimeBetween(some, a, b)).toBeGreaterThanOrEqual(0);
        expect(workingTimeBetween(some, a, b)).toBeLessThanOrEqual(b - a);
        expect(workingTimeBetween(some, b, a)).toBe(0 - workingTimeBetween(some, a, b));
      }),
    );
  });

  test("more time is never due earlier, and adding in two steps is adding at once", () => {
    fc.assert(
      fc.property(calendars, instants, fc.nat(), fc.nat(), (some, from, one, two) => {
        const room = workingTimeBetween(some, from, first + 200 * day);
        const [a, b] = [one % (Math.floor(room / 2) + 1), two % (Math.floor(room / 2) + 1)];
        const once = addWorkingTime(some, from, a + b);

        expect(once).toBeGreaterThanOrEqual(addWorkingTime(some, from, a));
        expect(addWorkingTime(some, addWorkingTime(some, from, a), b)).toBe(once);
      }),
    );
  });

  test("the measure is what one counts by hand", () => {
    fc.assert(
      fc.property(calendars, fc.nat(96 * 30), fc.nat(96 * 10), (some, start, quarters) => {
        const from = first + start * 15 * minute;

        expect(workingTimeBetween(some, from, from + quarters * 15 * minute)).toBe(
          countedByHand(from, quarters, some),
        );
      }),
    );
  });
});
