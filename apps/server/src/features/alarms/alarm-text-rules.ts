import { type Urgency, urgencyRanks } from "@gezhi/contract/incidents.ts";
import type { AlarmRule, Operator } from "@gezhi/contract/sensing.ts";
import type { RuleInForce } from "./alarm-tables.ts";

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

const day = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** e.g. `5 分钟`, `90 秒`, `26 小时`: the largest unit in which it is a whole number, or nearly. */
export function spanText(seconds: number): string {
  if (seconds < 60 || (seconds < 600 && seconds % 60 > 0)) return `${number.format(seconds)} 秒`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120 && minutes % 60 > 0) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 > 0 ? `${hours} 小时 ${minutes % 60} 分钟` : `${hours} 小时`;
}

/** Nothing was measured: since when nothing came, and how often something should. `at` is when that was judged. */
function silenceText({ metric }: RuleInForce, minutes: number, at: number): string {
  const since = day.format(at - minutes * 60_000).replace(",", "");
  const interval = metric.intervalSeconds ?? 0;
  const due = interval > 0 ? `，应每 ${spanText(interval)}上报一次` : "";
  return `${since} 起无数据，已 ${spanText(Math.round(minutes) * 60)}${due}`;
}

/** What was judged: when by the device's clock, by which rule, against which threshold. */
export type Measured = { value: number | null; threshold: number | null; at: number };

/** e.g. `剩余电流 1,200 mA ≥ 1,000 mA`; a state only says that it is so. */
export function readingText(inForce: RuleInForce, { value, threshold, at }: Measured): string {
  const { rule, metric } = inForce;
  if (value === null) return metric.name;
  const { measure } = rule;
  if (measure.kind === "silence") return silenceText(inForce, value, at);
  const name = measure.kind === "rate" ? `${metric.name}变化` : metric.name;
  const unit = measure.kind === "rate" ? `${metric.unit}/小时` : metric.unit;
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
      urgencyRanks[level] <= urgencyRanks[from] &&
      (before === null || urgencyRanks[before] > urgencyRanks[from]),
  );

/** Handlers that the rule asks besides the routed one; the grid's worker only where red is to be an order. */
export const handlersOf = (
  told: AlarmRule["fanOut"],
  place: {
    town: string | null;
    district: string;
    grid: string | null;
    /** Handlers for which those are there who are nearest. */
    nearest?: readonly string[];
  },
): string[] =>
  told.flatMap((one) => {
    if (one.to === "post") return place.town ? [`${place.town}/${one.post}`] : [];
    if (one.to === "department") return [`${place.district}/${one.department}`];
    if (one.to === "nearest") return [...(place.nearest ?? [])];
    return one.to === "gridWorker" && one.from === "red" && place.grid ? [place.grid] : [];
  });
