import type { AlarmRule, LevelValues } from "@gezhi/contract/sensing.ts";
import { levelWords } from "./alarm-text-rules.ts";
import { inwards } from "./rule-tables.ts";

/** Fewer verdicts say nothing. */
const leastVerdicts = 5;

export type Verdicts = { raised: number; judgedTrue: number; judgedFalse: number };

export const precisionOf = ({ judgedTrue, judgedFalse }: Verdicts): number | null =>
  judgedTrue + judgedFalse === 0 ? null : judgedTrue / (judgedTrue + judgedFalse);

/** Each threshold one level lower; what was blue raises nothing any more. Null when nothing would be left. */
export function oneLower(levels: LevelValues): LevelValues | null {
  const lower: LevelValues = {};
  inwards.forEach((level, index) => {
    const next = inwards[index + 1];
    if (next && levels[level] !== undefined) lower[next] = levels[level];
  });
  return Object.keys(lower).length > 0 ? lower : null;
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** What the rule proposes about itself, for a human to decide (F6). */
export function proposalOf(
  { leastPrecision, levels, enabled }: Pick<AlarmRule, "leastPrecision" | "levels" | "enabled">,
  verdicts: Verdicts,
  days: number,
): string | null {
  const precision = precisionOf(verdicts);
  const judged = verdicts.judgedTrue + verdicts.judgedFalse;
  const lower = oneLower(levels);
  if (!enabled || precision === null || judged < leastVerdicts || lower === null) return null;
  if (precision >= leastPrecision) return null;
  const highest = (of: LevelValues) => inwards.find((level) => of[level] !== undefined)!;
  return `近 ${days} 天 ${judged} 次判定中属实 ${percent(precision)}，低于 ${percent(leastPrecision)}；建议整体降一级（最高由${levelWords[highest(levels)]}降为${levelWords[highest(lower)]}）`;
}
