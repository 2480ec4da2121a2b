import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { AlarmRule, Operator } from "@gezhi/contract/sensing.ts";
import { levelRanks, type RuleInForce } from "./alarm-tables.ts";

export const levelWords: Record<Urgency, string> = {
  red: "红色",
  orange: "橙色",
  yellow: "黄色",
  blue: "蓝色",
};

/** Stands in the alarm until it grows. */
export const mutedText = "已静音";

const signs: Record<Operator, string> = { ">=": "≥", "<=": "≤", "==": "＝" };
const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** e.g. `剩余电流 1,200 mA ≥ 1,000 mA`; a state only says that it is so. */
export function readingText(
  { rule, metric }: RuleInForce,
  value: number | null,
  threshold: number | null,
): string {
  if (value === null) return metric.name;
  const { measure } = rule;
  const silent = measure.kind === "silence";
  const name = silent ? "无数据" : measure.kind === "rate" ? `${metric.name}变化` : metric.name;
  const unit = silent ? "分钟" : measure.kind === "rate" ? `${metric.unit}/小时` : metric.unit;
  const written = (one: number) => `${number.format(one)}${unit ? ` ${unit}` : ""}`;
  if (rule.operator === "==" && !unit) return `${name}：是`;
  return threshold === null
    ? `${name} ${written(value)}`
    : `${name} ${written(value)} ${signs[rule.operator]} ${written(threshold)}`;
}

/** Where a level is a matter of its own, its category; else the rule's. */
export const categoryAt = (
  { category, categoryByLevel }: Pick<AlarmRule, "category" | "categoryByLevel">,
  level: Urgency,
): string => categoryByLevel[level] ?? category;

/** What is reached at this level, and was not yet at the one before. */
export const reached = (
  { fanOut }: Pick<AlarmRule, "fanOut">,
  level: Urgency,
  before: Urgency | null,
): AlarmRule["fanOut"] =>
  fanOut.filter(
    ({ from }) =>
      levelRanks[level] <= levelRanks[from] &&
      (before === null || levelRanks[before] > levelRanks[from]),
  );

/** Handlers that the rule asks besides the routed one; the grid's worker only where red is to be an order. */
export const handlersOf = (
  told: AlarmRule["fanOut"],
  place: { town: string | null; district: string; grid: string | null },
): string[] =>
  told.flatMap((one) => {
    if (one.to === "post") return place.town ? [`${place.town}/${one.post}`] : [];
    if (one.to === "department") return [`${place.district}/${one.department}`];
    return one.to === "gridWorker" && one.from === "red" && place.grid ? [place.grid] : [];
  });
