import type { Shift } from "@gezhi/contract/duty.ts";
import { civilDateAt } from "../../platform/civil-date.ts";

export type ShiftOf = { day: string; shift: Shift };

const hourMs = 3_600_000;

/** The shift that runs at an instant: 08–20 and 20–08 in Beijing; after midnight it is still the night of the day before. */
export function shiftAt(at: number): ShiftOf {
  const hour = Math.floor(at / hourMs + 8) % 24;
  if (hour >= 8 && hour < 20) return { day: civilDateAt(at), shift: "day" };
  return { day: civilDateAt(hour < 8 ? at - 8 * hourMs : at), shift: "night" };
}

export const isPast = (asked: ShiftOf, now: ShiftOf): boolean =>
  asked.day < now.day || (asked.day === now.day && asked.shift === "day" && now.shift === "night");

export type DutyHolders = {
  duty: string;
  name: string;
  holders: readonly { account: string; name: string; username: string }[];
};
export type Entry = ShiftOf & { duty: string; account: string };
export type LineError = { line: number; message: string };

const shifts: Record<string, Shift> = {
  白班: "day",
  白: "day",
  日班: "day",
  day: "day",
  夜班: "night",
  夜: "night",
  晚班: "night",
  night: "night",
};

const dayOf = (text: string): string | undefined => {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (!parts) return undefined;
  const day = `${parts[1]}-${parts[2]!.padStart(2, "0")}-${parts[3]!.padStart(2, "0")}`;
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && civilDateAt(at) === day ? day : undefined;
};

/** Lines `日期,班次,岗位,人员`, parted by commas or tabs as spreadsheets copy them; several people by 、 or ;. */
export function readRoster(
  text: string,
  duties: readonly DutyHolders[],
  now: ShiftOf,
): { lines: number; entries: Entry[]; errors: LineError[] } {
  const entries = new Map<string, Entry>();
  const errors: LineError[] = [];
  let lines = 0;
  text.split(/\r?\n/).forEach((raw, index) => {
    const cells = raw
      .replace(/^\uFEFF/u, "")
      .split(/[,，\t]/)
      .map((cell) => cell.trim().replaceAll('"', ""));
    if (cells.every((cell) => cell === "") || cells[0] === "日期") return;
    lines += 1;
    const read = readLine(cells, duties, now);
    if (typeof read === "string") errors.push({ line: index + 1, message: read });
    else for (const entry of read) entries.set(Object.values(entry).join(" "), entry);
  });
  return { lines, entries: [...entries.values()], errors };
}

function readLine(
  [date = "", shiftWord = "", dutyWord = "", names = "", ...more]: string[],
  duties: readonly DutyHolders[],
  now: ShiftOf,
): Entry[] | string {
  if (more.some((cell) => cell !== "")) return "列数过多：应为 日期、班次、岗位、人员 四列";
  const day = dayOf(date);
  if (!day) return `日期“${date}”无法识别，请写成 2026-11-27`;
  const shift = shifts[shiftWord.toLowerCase()];
  if (!shift) return `班次“${shiftWord}”无法识别，请写“白班”或“夜班”`;
  if (isPast({ day, shift }, now)) return "这一班已经过去，不能再改";
  const duty = duties.find(({ duty: code, name }) => code === dutyWord || name === dutyWord);
  if (!duty) return `岗位“${dutyWord}”在本镇街不存在，请写“值班长”“调度员”或岗位名称、代码`;
  const people = names.split(/[、;；]/).flatMap((name) => name.trim() || []);
  if (people.length === 0) return "没有写人员";
  const entries: Entry[] = [];
  for (const person of people) {
    const found = duty.holders.filter(
      ({ username, name }) => username === person || name === person,
    );
    if (found.length === 0) return `“${person}”没有担任${duty.name}，请先任命或核对姓名`;
    if (found.length > 1) return `${duty.name}有两位“${person}”，请改写用户名`;
    entries.push({ day, shift, duty: duty.duty, account: found[0]!.account });
  }
  return entries;
}
