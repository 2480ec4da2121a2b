import { describe, expect, test } from "vitest";
import { civilDateAt } from "../../platform/civil-date.ts";
import { at, calendar, civil, hour, thrownBy } from "./clock-testing.ts";
import {
  addWorkingTime,
  calendarDayAt,
  isWorkingAt,
  workingTimeBetween,
} from "./working-calendar.ts";
import { buildCalendar } from "./working-calendar-rows.ts";

describe("working time from an instant on", () => {
  test.each([
    ["lunch does not count", "2026-11-25 11:00", 2 * hour, "2026-11-25 14:30"],
    [
      "a limit that ends with the morning is due at noon, not after lunch",
      "2026-11-25 11:00",
      hour,
      "2026-11-25 12:00",
    ],
    [
      "a limit that ends with the day is due at 18:00, not next morning",
      "2026-11-25 14:00",
      4 * hour,
      "2026-11-25 18:00",
    ],
    ["a working day is eight hours, not 24", "2026-11-25 08:30", 8 * hour, "2026-11-25 18:00"],
    [
      "three working days of 8 hours end three dates on",
      "2026-11-24 14:00",
      24 * hour,
      "2026-11-27 14:00",
    ],
    [
      "from Friday 17:59 one minute is left, the rest is Monday's",
      "2026-11-27 17:59",
      2 * hour,
      "2026-11-30 10:29",
    ],
    ["from Saturday it begins on Monday", "2026-11-28 10:00", hour, "2026-11-30 09:30"],
    ["from before office hours it begins at 08:30", "2026-11-25 03:00", hour, "2026-11-25 09:30"],
    ["from the lunch break it begins at 13:30", "2026-11-25 12:40", hour, "2026-11-25 14:30"],
    ["National Day week is skipped whole", "2026-09-30 17:00", 4 * hour, "2026-10-08 11:30"],
    [
      "from within a holiday it begins on the day after it",
      "2026-10-03 10:00",
      hour,
      "2026-10-08 09:30",
    ],
    [
      "the make-up Saturday after National Day is worked",
      "2026-10-09 17:00",
      2 * hour,
      "2026-10-10 09:30",
    ],
    [
      "the make-up Sunday before National Day is worked",
      "2026-09-18 17:00",
      9 * hour,
      "2026-09-20 18:00",
    ],
    [
      "the Saturday after the make-up week is not worked",
      "2026-10-16 17:00",
      2 * hour,
      "2026-10-19 09:30",
    ],
    [
      "Spring Festival with its two make-up Saturdays",
      "2026-02-13 14:00",
      20 * hour,
      "2026-02-24 18:00",
    ],
    ["the turn of the year", "2025-12-31 17:00", 2 * hour, "2026-01-04 09:30"],
    ["60 working days are months", "2026-03-02 08:30", 480 * hour, "2026-05-27 18:00"],
  ])("%s", (_fact, from, amount, due) => {
    expect(civil(addWorkingTime(calendar, at(from), amount))).toBe(due);
    expect(workingTimeBetween(calendar, at(from), at(due))).toBe(amount);
  });

  test("no working time is due at once, even at night", () => {
    expect(addWorkingTime(calendar, at("2026-11-28 22:00"), 0)).toBe(at("2026-11-28 22:00"));
  });

  test("the single millisecond before and after the close of business are told apart", () => {
    const close = at("2026-11-27 18:00");

    expect(addWorkingTime(calendar, close - 1, 1)).toBe(close);
    expect(addWorkingTime(calendar, close, 1)).toBe(at("2026-11-30 08:30") + 1);
  });

  test("a fraction of a millisecond, a negative amount and no number at all are refused", () => {
    for (const wrong of [0.5, -1, Number.NaN, Infinity])
      expect(() => addWorkingTime(calendar, at("2026-11-25 09:00"), wrong)).toThrow(RangeError);
    expect(() => addWorkingTime(calendar, Number.NaN, hour)).toThrow(RangeError);
  });

  test.each([
    ["2026-11-25 08:29", false],
    ["2026-11-25 08:30", true],
    ["2026-11-25 12:00", false],
    ["2026-11-25 17:59", true],
    ["2026-11-25 18:00", false],
    ["2026-10-10 09:00", true],
    ["2026-10-01 09:00", false],
  ])("at %s the office is open: %s", (instant, open) => {
    expect(isWorkingAt(calendar, at(instant))).toBe(open);
  });

  test("midnight in China parts the days, wherever the machine stands", () => {
    expect(civilDateAt(at("2026-10-10 00:00"))).toBe("2026-10-10");
    expect(civilDateAt(at("2026-10-10 00:00") - 1)).toBe("2026-10-09");
    expect(calendarDayAt(calendar, at("2026-10-10 00:00")).name).toBe("国庆节调休上班");
  });
});

describe("what is missing fails loudly", () => {
  test.each([null, undefined])("no calendar (%s)", (none) => {
    for (const act of [
      () => addWorkingTime(none, at("2026-11-25 09:00"), hour),
      () => workingTimeBetween(none, 0, 1),
      () => isWorkingAt(none, 0),
      () => calendarDayAt(none, 0),
      () => buildCalendar("50", none),
    ])
      expect(thrownBy(act)).toMatchObject({
        name: "CalendarError",
        code: "missing",
        message: expect.stringContaining("导入"),
      });
    expect(thrownBy(() => buildCalendar("50", []))).toMatchObject({ code: "missing" });
  });

  test("a date before or after the calendar says which year to import", () => {
    const lastDay = at(`${calendar.validTo} 00:00`);

    expect(
      thrownBy(() => workingTimeBetween(calendar, at("2024-12-31 10:00"), at("2025-01-06 10:00"))),
    ).toMatchObject({
      code: "outside",
      message: expect.stringContaining("导入 2024 年的节假日安排"),
    });
    expect(thrownBy(() => addWorkingTime(calendar, lastDay - hour, hour))).toMatchObject({
      code: "outside",
      message: expect.stringContaining(`导入 ${calendar.validTo.slice(0, 4)} 年的节假日安排`),
    });
    expect(thrownBy(() => isWorkingAt(calendar, lastDay))).toMatchObject({ code: "outside" });
  });
});
