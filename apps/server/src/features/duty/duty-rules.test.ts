import { describe, expect, test } from "vitest";
import { onDutyFirst } from "../organisation/handler-rules.ts";
import { isPast, readRoster, shiftAt } from "./duty-rules.ts";

test.each([
  ["2026-11-27T07:59:59+08:00", "2026-11-26", "night"],
  ["2026-11-27T08:00:00+08:00", "2026-11-27", "day"],
  ["2026-11-27T19:59:59+08:00", "2026-11-27", "day"],
  ["2026-11-27T20:00:00+08:00", "2026-11-27", "night"],
  ["2026-11-28T00:30:00+08:00", "2026-11-27", "night"],
])("at %s the shift is %s %s", (at, day, shift) => {
  expect(shiftAt(Date.parse(at))).toEqual({ day, shift });
});

test("a shift is past once another of its day or a later day runs", () => {
  const night = { day: "2026-11-27", shift: "night" } as const;

  expect(isPast({ day: "2026-11-27", shift: "day" }, night)).toBe(true);
  expect(isPast(night, night)).toBe(false);
  expect(isPast({ day: "2026-11-26", shift: "night" }, night)).toBe(true);
  expect(isPast({ day: "2026-11-28", shift: "day" }, night)).toBe(false);
});

describe("a pasted roster", () => {
  const now = { day: "2026-11-26", shift: "day" } as const;
  const person = (account: string, name: string) => ({ account, name, username: `u-${account}` });
  const duties = [
    {
      duty: "dutyOfficer",
      name: "值班长",
      holders: [person("1", "赵云帆"), person("2", "钱立秋")],
    },
    { duty: "PA05", name: "消防管理岗", holders: [person("3", "孙晓"), person("4", "孙晓")] },
  ];

  test("is read by names, codes and user names, from commas or tabs, with several people", () => {
    const text =
      "日期,班次,岗位,人员\n2026-11-27,白班,值班长,赵云帆、钱立秋\n\n2026/11/27\t夜班\tPA05\tu-3\n";

    expect(readRoster(text, duties, now)).toEqual({
      lines: 2,
      errors: [],
      entries: [
        { day: "2026-11-27", shift: "day", duty: "dutyOfficer", account: "1" },
        { day: "2026-11-27", shift: "day", duty: "dutyOfficer", account: "2" },
        { day: "2026-11-27", shift: "night", duty: "PA05", account: "3" },
      ],
    });
  });

  test.each([
    ["2026-02-30,白班,值班长,赵云帆", /日期/],
    ["2026-11-27,中班,值班长,赵云帆", /班次/],
    ["2026-11-25,白班,值班长,赵云帆", /已经过去/],
    ["2026-11-27,白班,天文岗,赵云帆", /岗位/],
    ["2026-11-27,白班,值班长,", /没有写人员/],
    ["2026-11-27,白班,值班长,李无", /没有担任值班长/],
    ["2026-11-27,白班,消防管理岗,孙晓", /两位/],
    ["2026-11-27,白班,值班长,赵云帆,备注", /列数/],
  ])("says what is wrong in %s", (line, message) => {
    const { errors } = readRoster(`日期,班次,岗位,人员\n${line}`, duties, now);

    expect(errors).toEqual([{ line: 2, message: expect.stringMatching(message) }]);
  });
});

test("of a duty those in the roster are told, of one it does not name all who hold it", () => {
  const row = (name: string, role: "dutyOfficer" | "dispatcher", rostered: boolean) => ({
    name,
    unit: "500103001",
    role,
    post: null,
    rostered,
  });
  const rows = [
    row("a", "dutyOfficer", false),
    row("b", "dutyOfficer", true),
    row("c", "dispatcher", false),
    row("d", "dispatcher", false),
  ];

  expect(onDutyFirst(rows).map(({ name }) => name)).toEqual(["b", "c", "d"]);
});
