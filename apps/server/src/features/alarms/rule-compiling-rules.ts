import type { ContentOf } from "@gezhi/contract/configuration.ts";
import type { AlarmRule, LevelValues, Operator } from "@gezhi/contract/sensing.ts";
import { type CompiledRule, inwards, type PerLevel } from "./rule-tables.ts";

const signs: Record<Operator, CompiledRule["sign"]> = { ">=": 1, "<=": -1, "==": 0 };

const thresholdsOf = (levels: LevelValues): PerLevel => {
  const [red, orange, yellow, blue] = inwards.map((level) => levels[level] ?? Number.NaN);
  return [red!, orange!, yellow!, blue!];
};

function gateOf(thresholds: PerLevel, sign: CompiledRule["sign"]): number {
  const given = thresholds.filter((threshold) => !Number.isNaN(threshold));
  if (sign === 0 || given.length === 0) return Number.NaN;
  return sign === 1 ? Math.min(...given) : Math.max(...given);
}

function compileRule(rule: AlarmRule, metrics: readonly string[]): CompiledRule {
  const thresholds = thresholdsOf(rule.levels);
  const sign = signs[rule.operator];
  return {
    rule,
    metric: metrics.indexOf(rule.metric),
    alsoMetric: rule.also ? metrics.indexOf(rule.also.metric) : -1,
    thresholds,
    gate: gateOf(thresholds, sign),
    sign,
    holdMs: rule.holdSeconds * 1000,
    windowMs: rule.measure.kind === "rate" ? rule.measure.minutes * 60_000 : 0,
  };
}

/** Profile code → its rules. Rules that are off, or whose metrics the profile lacks, are left out. */
export function compileRules(
  { rules }: ContentOf<"alarmRules">,
  { profiles }: ContentOf<"deviceProfiles">,
): Map<string, CompiledRule[]> {
  return new Map(
    profiles.map(({ code, metrics }) => {
      const keys = metrics.map(({ key }) => key);
      const own = rules.filter(
        ({ profile, metric, also, enabled }) =>
          enabled &&
          profile === code &&
          keys.includes(metric) &&
          (!also || keys.includes(also.metric)),
      );
      return [code, own.map((rule) => compileRule(rule, keys))];
    }),
  );
}

/** A person's or object's own limits in place of the rule's; a level that is not named stays. */
export function withOverrides(
  compiled: CompiledRule,
  overrides: Readonly<Record<string, LevelValues>>,
): CompiledRule {
  const own = overrides[compiled.rule.code];
  if (!own) return compiled;
  const rule = { ...compiled.rule, levels: { ...compiled.rule.levels, ...own } };
  const thresholds = thresholdsOf(rule.levels);
  return { ...compiled, rule, thresholds, gate: gateOf(thresholds, compiled.sign) };
}
