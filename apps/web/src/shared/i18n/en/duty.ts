import type { Translation } from "../translation.ts";
import type { duty as zhCN } from "../zh-CN/duty.ts";

export const duty: Translation<typeof zhCN> = {
  duty: {
    title: "Duty roster",
    town: "Name of a town",
    chooseTown: "Choose a town first",
    line: "Notices and work orders go first to those on duty; where a shift names nobody, to all who are appointed.",
    duty: "Duty",
    people: "On duty",
    shifts: { day: "Day", night: "Night" },
    now: "now",
    today: "Today",
    before: "A week earlier",
    after: "A week later",
    everybody: "All",
    everybodyHint: "Nobody chosen: all",
    edit: "{{day}} {{shift}} {{duty}}",
    save: "Save",
    import: "Paste a roster",
    importTitle: "{{unit}}: paste a roster",
    importHint:
      "A shift a line: date, shift (白班/夜班 or day/night), duty (name or code), people (names or user names, parted by 、). Copies from spreadsheets as it is. The shifts it names are replaced, the others stay.",
    importText: "Roster",
    importGo: "Import",
    importErrors: "{{n}} mistakes in {{lines}} lines; nothing was imported",
    importLine: "Line {{line}}",
    importEmpty: "Nothing to import",
    nobody: "nobody rostered",
    nobodyHint: "This shift names nobody: notices go to all who are appointed.",
    todayTitle: "On duty: {{shift}}",
  },
};
