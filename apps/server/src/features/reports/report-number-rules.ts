import { civilDateAt } from "../../platform/civil-date.ts";

/** `HZ-500103-261122-000123`: kind, district, civil day, running number. The district finds it again. */
const numberOf = (prefix: string, district: string, at: number, running: number): string =>
  `${prefix}-${district}-${civilDateAt(at).slice(2).replaceAll("-", "")}-${String(running).padStart(6, "0")}`;

export const incidentNumber = (district: string, at: number, running: number): string =>
  numberOf("SJ", district, at, running);
export const receiptNumber = (district: string, at: number, running: number): string =>
  numberOf("HZ", district, at, running);

const spokenDays = 31;
/** Whoever serves in more has to say the district as well. */
const mostDistricts = 3;

/**
 * The numbers of the last month that end in these six digits, as they are said on the telephone: few enough to look up
 * each. A running number has a seventh digit from the millionth incident on.
 */
export function numbersEnding(districts: readonly string[], digits: string, now: number): string[] {
  if (!/^\d{6}$/.test(digits)) return [];
  if (districts.length > mostDistricts) return [];
  const runs = Array.from({ length: 10 }, (_, first) => Number(`${first}${digits}`));
  const days = Array.from({ length: spokenDays }, (_, ago) => now - ago * dayMs);
  return districts.flatMap((district) =>
    days.flatMap((at) => runs.map((run) => incidentNumber(district, at, run))),
  );
}

const dayMs = 86_400_000;

export const districtOfNumber = (number: string): string | undefined =>
  /^[A-Z]{2}-(\d{6})-\d{6}-\d{6,}$/.exec(number)?.[1];
