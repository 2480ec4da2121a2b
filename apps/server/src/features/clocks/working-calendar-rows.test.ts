import { describe, expect, test } from "vitest";
import { at, calendar, civil, hour, minute, thrownBy } from "./clock-testing.ts";
import { defaultCalendarRows } from "./published-holidays.ts";
import {
  addWorkingTime,
  CalendarError,
  calendarDayAt,
  workingTimeBetween,
} from "./working-calendar.ts";
import { buildCalendar, type CalendarRow } from "./working-calendar-rows.ts";

const problemsOf = (rows: CalendarRow[]): readonly string[] => {
  const error = thrownBy(() => buildCalendar("50", rows));
  expect(error).toBeInstanceOf(CalendarError);
  expect(error).toMatchObject({ code: "invalid" });
  return (error as CalendarError).problems;
};

describe("the initial calendar", () => {
  test.each([
    [2025, 248],
    [2026, 248],
  ])("%i has %i working days of eight hours, as the State Council published", (year, days) => {
    const from = at(`${year}-01-01 00:00`);
    const to = at(`${year + 1}-01-01 00:00`);

    expect(workingTimeBetween(calendar, from, to)).toBe(days * 8 * hour);
  });

  test("it names holidays and make-up days in Chinese", () => {
    const [row] = defaultCalendarRows(2026);

    expect(row?.calendar.exceptions).toContainEqual({
      date: "2026-10-01",
      working: false,
      name: "国庆节",
    });
    expect(row?.calendar.exceptions).toContainEqual({
      date: "2026-02-14",
      working: true,
      name: "春节调休上班",
    });
    expect(row?.calendar.exceptions.every(({ date }) => date >= "2026-01-01")).toBe(true);
  });

  test("a year without published holidays follows the week and is provisional", () => {
    const rows = defaultCalendarRows(2025).map((row) => ({
      ...row,
      calendar: {
        ...row.calendar,
        exceptions: row.calendar.exceptions.filter(({ date }) => date < "2026"),
      },
    }));
    const early = buildCalendar("50", rows);

    expect(calendarDayAt(early, at("2025-10-01 09:00"))).toMatchObject({
      working: false,
      provisional: false,
    });
    expect(calendarDayAt(early, at("2026-10-01 09:00"))).toMatchObject({
      working: true,
      provisional: true,
    });
    expect(early.validTo).toBe("2028-01-01");
  });
});

describe("a calendar that is imported", () => {
  const [row] = defaultCalendarRows(2026) as [CalendarRow];
  const withDays = (...exceptions: CalendarRow["calendar"]["exceptions"]): CalendarRow[] => [
    { ...row, calendar: { ...row.calendar, exceptions } },
  ];
  const withMonday = (...intervals: { from: string; to: string }[]): CalendarRow[] => [
    { ...row, calendar: { ...row.calendar, week: { ...row.calendar.week, 1: intervals } } },
  ];

  test.each([
    [
      "one day twice",
      withDays(
        { date: "2026-10-01", working: false, name: "甲" },
        { date: "2026-10-01", working: true, name: "乙" },
      ),
      "同一天出现两次",
    ],
    [
      "a day that does not exist",
      withDays({ date: "2026-02-30", working: false, name: "甲" }),
      "exceptions.0.date",
    ],
    [
      "a day off with hours",
      withDays({
        date: "2026-10-01",
        working: false,
        name: "甲",
        intervals: [{ from: "09:00", to: "10:00" }],
      }),
      "休息日不能有工作时段",
    ],
    [
      "a make-up day without hours",
      withDays({ date: "2026-10-10", working: true, name: "甲", intervals: [] }),
      "工作日没有工作时段",
    ],
    [
      "hours that end before they begin",
      withMonday({ from: "12:00", to: "08:30" }),
      "结束不晚于开始",
    ],
    [
      "hours that overlap",
      withMonday({ from: "08:30", to: "12:00" }, { from: "11:00", to: "18:00" }),
      "重叠",
    ],
    [
      "hours in the wrong order",
      withMonday({ from: "13:30", to: "18:00" }, { from: "08:30", to: "12:00" }),
      "次序颠倒",
    ],
    [
      "a time that does not exist",
      withMonday({ from: "08:00", to: "25:00" }),
      "不是一天之内的时刻",
    ],
    [
      "a gap between versions",
      [
        { ...row, validTo: "2026-06-01" },
        { ...row, version: 2, validFrom: "2026-07-01" },
      ],
      "首尾相接",
    ],
    [
      "versions that overlap",
      [
        { ...row, validTo: "2026-07-01" },
        { ...row, version: 2, validFrom: "2026-06-01" },
      ],
      "首尾相接",
    ],
    [
      "a version after an open-ended one",
      [row, { ...row, version: 2, validFrom: "2026-07-01" }],
      "首尾相接",
    ],
    [
      "a version that ends before it begins",
      [{ ...row, validTo: "2025-07-01" }],
      "失效日期不晚于生效日期",
    ],
    ["a version of no day at all", [{ ...row, validTo: row.validFrom }], "失效日期不晚于生效日期"],
    [
      "sixty minutes past the hour",
      withMonday({ from: "08:60", to: "12:00" }),
      "08:60–12:00 不是一天之内的时刻",
    ],
    ["a date in another notation", [{ ...row, validFrom: "2026-1-1" }], "YYYY-MM-DD"],
    [
      "a validity without end in sight",
      [{ ...row, validTo: "9999-12-31" }],
      "无期限请把失效日期留空",
    ],
    ["years of daylight saving", [{ ...row, validFrom: "1990-01-01" }], "1992-01-01"],
  ])("%s is refused with its place", (_fault, rows, message) => {
    expect(problemsOf(rows).join("\n")).toContain(message);
  });

  test("all faults come in one answer", () => {
    const rows = withDays(
      {
        date: "2026-10-01",
        working: false,
        name: "甲",
        intervals: [{ from: "09:00", to: "10:00" }],
      },
      {
        date: "2026-10-10",
        working: true,
        name: "乙",
        intervals: [{ from: "10:00", to: "09:00" }],
      },
    );

    expect(problemsOf(rows)).toHaveLength(2);
  });

  test("summer hours from a date on leave the days before as they were", () => {
    const summer = [
      { from: "09:00", to: "12:00" },
      { from: "14:30", to: "19:00" },
    ];
    const week = { 1: summer, 2: summer, 3: summer, 4: summer, 5: summer, 6: [], 7: [] };
    const changed = buildCalendar("50", [
      { version: 2, validFrom: "2026-06-01", validTo: null, calendar: { ...row.calendar, week } },
      { ...row, validTo: "2026-06-01" },
    ]);

    expect(changed.version).toBe(2);
    expect(civil(addWorkingTime(changed, at("2026-05-29 17:00"), hour + minute))).toBe(
      "2026-06-01 09:01",
    );
    expect(civil(addWorkingTime(changed, at("2026-05-29 17:00"), 8 * hour))).toBe(
      "2026-06-01 18:30",
    );
  });

  test("a half make-up day counts its own hours, a day around the clock all 24", () => {
    const special = buildCalendar(
      "50",
      withDays(
        {
          date: "2026-10-10",
          working: true,
          name: "半天",
          intervals: [{ from: "08:30", to: "12:00" }],
        },
        {
          date: "2026-10-11",
          working: true,
          name: "防汛值守",
          intervals: [{ from: "00:00", to: "24:00" }],
        },
      ),
    );

    expect(workingTimeBetween(special, at("2026-10-10 00:00"), at("2026-10-11 00:00"))).toBe(
      3.5 * hour,
    );
    expect(workingTimeBetween(special, at("2026-10-11 00:00"), at("2026-10-12 00:00"))).toBe(
      24 * hour,
    );
  });

  test("a calendar that never works answers that its end is reached, and does not hang", () => {
    const never = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };
    const idle = buildCalendar("50", [{ ...row, calendar: { week: never, exceptions: [] } }]);

    expect(thrownBy(() => addWorkingTime(idle, at("2026-01-05 09:00"), 1))).toMatchObject({
      code: "outside",
    });
  });
});
