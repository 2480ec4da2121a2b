import { type Counts, definitions, type Kpi, valueOf } from "@gezhi/contract/figures.ts";

/** The name and formula of a figure, in the language of the page. */
export const definitionOf = (kpi: Kpi, language: string): { name: string; formula: string } =>
  definitions[kpi][language === "en" ? "en" : "zh"];

export const isShare = (kpi: Kpi): boolean => definitions[kpi].over !== null;

const whole = new Intl.NumberFormat("zh-CN");
const share = new Intl.NumberFormat("zh-CN", { style: "percent", maximumFractionDigits: 1 });

export const formatCount = (value: number): string => whole.format(value);
/** A dash where nothing lies below the line. */
export function formatKpi(kpi: Kpi, counts: Counts | undefined): string {
  const value = counts && valueOf(kpi, counts);
  if (value === null || value === undefined) return "–";
  return isShare(kpi) ? share.format(value) : whole.format(value);
}
