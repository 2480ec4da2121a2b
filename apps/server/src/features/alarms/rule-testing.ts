import { AlarmRule } from "@gezhi/contract/sensing.ts";
import type { z } from "zod";
import { compileRules } from "./rule-compiling-rules.ts";
import { evaluate, tick } from "./rule-evaluation-rules.ts";
import type { CompiledRule, Decision, Judged, RuleState } from "./rule-tables.ts";

/** 1 March 2026, noon in China. */
export const noon = Date.parse("2026-03-01T12:00:00+08:00");
export const minute = 60_000;

/** Leakage current, in mA, of the initial configuration, unless told otherwise. */
export function aRule(changes: Partial<z.input<typeof AlarmRule>> = {}): CompiledRule {
  const rule = AlarmRule.parse({
    code: "SE01",
    name: "剩余电流探测器",
    profile: "SE01",
    metric: "current",
    operator: ">=",
    levels: { yellow: 300, orange: 500, red: 1000 },
    holdSeconds: 0,
    dedupeMinutes: 10,
    confirm: { by: "none" },
    category: "090201",
    fanOut: [],
    ...changes,
  });
  const metric = { name: "值", unit: "" };
  const profile = {
    code: "SE01",
    name: "剩余电流探测器",
    english: "",
    metrics: [
      { key: "current", ...metric },
      { key: "load", ...metric },
    ],
    intervalSeconds: 60,
    retentionDays: 30,
    personal: false,
    mapping: { format: "plain" as const },
    standard: "",
    source: "",
  };
  return compileRules({ rules: [rule] }, { profiles: [profile] }).get("SE01")![0]!;
}

/** One rule and one device, reading after reading. */
export function aWatch(compiled: CompiledRule) {
  let state: RuleState | undefined;
  const decisions: Decision[] = [];
  const take = ({ state: after, decision }: ReturnType<typeof evaluate>) => {
    state = after;
    if (decision) decisions.push(decision);
    return decision && [decision.kind, decision.level].filter(Boolean).join(" ");
  };
  return {
    read: (judged: Judged) => take(evaluate(compiled, state, judged)),
    /** Seconds after noon. */
    at: (seconds: number, value: number, also?: number) =>
      take(
        evaluate(compiled, state, {
          at: noon + seconds * 1000,
          value,
          ...(also === undefined ? {} : { also }),
        }),
      ),
    wait: (seconds: number) => take(tick(compiled, state, noon + seconds * 1000)),
    state: () => state,
    decisions,
  };
}
