import type { TFunction } from "i18next";

const named = { 1: "day", 7: "week", 15: "halfMonth", 30: "month", 90: "quarter" } as const;

/** 每天, 每周 … as spans are counted; else so many days. */
export function everyWords(t: TFunction, days: number): string {
  const name = days in named ? named[days as keyof typeof named] : undefined;
  return name ? t(`patrols.every.${name}`) : t("patrols.every.days", { n: days });
}

const beijingMs = 8 * 3_600_000;
/** The day in China. */
export const dayOf = (at: number): string => new Date(at + beijingMs).toISOString().slice(0, 10);
