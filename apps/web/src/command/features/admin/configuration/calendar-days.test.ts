import type { Calendar } from "@gezhi/contract/configuration.ts";
import { expect, test } from "vitest";
import {
  addDays,
  dayOf,
  formatHours,
  monthsOf,
  parseHours,
  weekdayOf,
  withException,
} from "./calendar-days.ts";

const workday = [
  { from: "08:30", to: "12:00" },
  { from: "13:30", to: "18:00" },
];
const calendar: Calendar = {
  week: { 1: workday, 2: workday, 3: workday, 4: workday, 5: workday, 6: [], 7: [] },
  exceptions: [],
};

test("a year has its twelve months, with a leap day when it has one", () => {
  expect(monthsOf(2028).map(({ length }) => length)).toEqual([
    31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
  ]);
});

test("weekdays begin with Monday", () => {
  expect(weekdayOf("2026-11-23")).toBe("1");
  expect(weekdayOf("2026-11-22")).toBe("7");
});

test("the day after the last of February is found", () => {
  expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  expect(addDays("2026-01-01", -7)).toBe("2025-12-25");
});

test("a make-up Saturday is worked as a Monday, a holiday not at all", () => {
  const makeUp = dayOf(calendar, "2026-02-14", {
    date: "2026-02-14",
    working: true,
    name: "春节调休上班",
  });
  const holiday = dayOf(calendar, "2026-02-17", {
    date: "2026-02-17",
    working: false,
    name: "春节",
  });

  expect(makeUp).toMatchObject({ working: true, hours: workday });
  expect(holiday).toMatchObject({ working: false, hours: [] });
});

test.each([
  ["08:30-12:00 13:30-18:00", workday],
  ["8:30–12:00，13:30至18:00", workday],
  ["", []],
])("hours are read as people write them: %s", (text, hours) => {
  expect(parseHours(text)).toEqual(hours);
});

test.each(["12:00-08:30", "08:30-12:00 11:00-15:00", "8.30-12.00", "08:30-25:00", "早上"])(
  "hours that cannot be are not read: %s",
  (text) => {
    expect(parseHours(text)).toBeUndefined();
  },
);

test("what is shown can be read again", () => {
  expect(parseHours(formatHours(workday))).toEqual(workday);
});

test("a day set twice stands once, and one made ordinary not at all", () => {
  const first = withException(calendar, "2026-10-01", {
    date: "2026-10-01",
    working: false,
    name: "国庆",
  });
  const second = withException(first, "2026-10-01", {
    date: "2026-10-01",
    working: false,
    name: "国庆节",
  });

  expect(second.exceptions.map(({ name }) => name)).toEqual(["国庆节"]);
  expect(withException(second, "2026-10-01", undefined).exceptions).toEqual([]);
});
