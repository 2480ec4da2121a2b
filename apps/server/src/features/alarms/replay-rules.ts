import type { LevelValues } from "@gezhi/contract/sensing.ts";
import { withOverrides } from "./rule-compiling-rules.ts";
import { dueAt, evaluate, tick } from "./rule-evaluation-rules.ts";
import type { CompiledRule, Decision, RuleState } from "./rule-tables.ts";

export type ReplayedReading = { at: number; values: readonly (number | null)[] };

/** One rule over one device's readings in their order, time passing between them as it did. */
export function replayOf(
  compiled: CompiledRule,
  overrides: Readonly<Record<string, LevelValues>>,
): { read: (reading: ReplayedReading) => void; end: (now: number) => void; raises: Decision[] } {
  const rule = withOverrides(compiled, overrides);
  const raises: Decision[] = [];
  let state: RuleState | undefined;
  let clearedAt = -Infinity;
  const take = ({ state: after, decision }: ReturnType<typeof evaluate>) => {
    state = after;
    if (decision?.kind === "clear") clearedAt = decision.at;
    // Within its window the same alarm comes back instead of another.
    if (decision?.kind === "raise" && decision.at - clearedAt >= rule.rule.dedupeMinutes * 60_000)
      raises.push(decision);
  };
  const passUntil = (now: number) => {
    for (let due = dueAt(rule, state); due <= now; due = dueAt(rule, state)) {
      const before = state;
      take(tick(rule, state, due));
      if (state === before || dueAt(rule, state) <= due) return;
    }
  };
  return {
    raises,
    read: ({ at, values }) => {
      const value = values[rule.metric];
      if (value === null || value === undefined) return;
      passUntil(at);
      const also = rule.alsoMetric < 0 ? undefined : values[rule.alsoMetric];
      take(
        evaluate(rule, state, {
          at,
          value,
          ...(also === null || also === undefined ? {} : { also }),
        }),
      );
    },
    end: passUntil,
  };
}

/** Raises so close together are the same one, raised a little earlier or later. */
const sameMs = 10 * 60_000;
export const hasLike = (raises: readonly Decision[], { at }: Decision): boolean =>
  raises.some((other) => Math.abs(other.at - at) <= sameMs);
