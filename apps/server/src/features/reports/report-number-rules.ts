import { civilDateAt } from "../../platform/civil-date.ts";

/** `HZ-500103-261122-000123`: kind, district, civil day, running number. The district finds it again. */
const numberOf = (prefix: string, district: string, at: number, running: number): string =>
  `${prefix}-${district}-${civilDateAt(at).slice(2).replaceAll("-", "")}-${String(running).padStart(6, "0")}`;

export const incidentNumber = (district: string, at: number, running: number): string =>
  numberOf("SJ", district, at, running);
export const receiptNumber = (district: string, at: number, running: number): string =>
  numberOf("HZ", district, at, running);

export const districtOfNumber = (number: string): string | undefined =>
  /^[A-Z]{2}-(\d{6})-\d{6}-\d{6,}$/.exec(number)?.[1];
