import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dampMs, dueAt, evaluate, tick } from "./rule-evaluation-rules.ts";
import { type CompiledRule, inwards, type Judged } from "./rule-tables.ts";
import { aRule, aWatch, noon } from "./rule-testing.ts";

const values = fc.integer({ min: 0, max: 1500 });
const readings: fc.Arbitrary<Judged[]> = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 600_000 }), value: values }), {
    maxLength: 60,
  })
  .map((steps) => {
    let at = noon;
    return steps.map(({ gap, value }) => ({ at: (at += gap), value }));
  });
const rules: fc.Arbitrary<CompiledRule> = fc
  .record({
    holdSeconds: fc.constantFrom(0, 0, 5, 60, 900),
    hysteresis: fc.constantFrom(0, 20, 100),
  })
  .map(aRule);

const run = (rule: CompiledRule, all: readonly Judged[]) => {
  const watch = aWatch(rule);
  for (const one of all) watch.read(one);
  return watch;
};
const rank = (level: string | null) => (level === null ? 4 : inwards.indexOf(level as "red"));

describe("for every run of readings", () => {
  test("while anything is afoot, duplicates and late arrivals decide nothing and leave no trace", () => {
    fc.assert(
      fc.property(rules, readings, fc.infiniteStream(fc.nat(20)), (rule, all, picks) => {
        const pick = picks[Symbol.iterator]();
        const disturbed = aWatch(rule);
        for (const [index, one] of all.entries()) {
          disturbed.read(one);
          const older = all[Math.max(0, index - pick.next().value!)]!;
          if (disturbed.state()) disturbed.read(older);
        }
        const clean = run(rule, all);
        expect(disturbed.decisions).toEqual(clean.decisions);
        expect(disturbed.state()).toEqual(clean.state());
      }),
    );
  });

  test("decisions alternate: one raise, then up and down, then one clear", () => {
    fc.assert(
      fc.property(rules, readings, (rule, all) => {
        let level: string | null = null;
        for (const decision of run(rule, all).decisions) {
          const [from, to] = [rank(level), rank(decision.level)];
          const kind =
            to === 4 ? "clear" : from === 4 ? "raise" : to < from ? "levelUp" : "levelDown";
          expect([decision.kind, from === to]).toEqual([kind, false]);
          level = decision.level;
        }
        expect(run(rule, all).state()?.level ?? null).toBe(level);
      }),
    );
  });

  test("without hold, what has been signalled is never milder than the newest value", () => {
    fc.assert(
      fc.property(readings, (all) => {
        const watch = aWatch(aRule({ hysteresis: 20 }));
        for (const one of all) {
          watch.read(one);
          const spoken = aWatch(aRule());
          spoken.read(one);
          expect(rank(watch.state()?.level ?? null)).toBeLessThanOrEqual(
            rank(spoken.state()?.level ?? null),
          );
        }
      }),
    );
  });

  test("a raise is never made before every reading of its hold was at the level", () => {
    fc.assert(
      fc.property(rules, readings, (rule, all) => {
        for (const { kind, level, at } of run(rule, all).decisions) {
          if (kind !== "raise") continue;
          const threshold = rule.thresholds[rank(level)]!;
          const before = all.filter((one) => one.at <= at);
          const broken = before.findLastIndex(({ value }) => value < threshold);
          expect(at - before[broken + 1]!.at).toBeGreaterThanOrEqual(rule.holdMs);
        }
      }),
    );
  });

  test("however it trembles, half an hour sees few turns", () => {
    fc.assert(
      fc.property(readings, (all) => {
        const rose = run(aRule(), all).decisions.filter(({ kind }) => kind === "raise");
        for (const { at } of rose)
          expect(
            rose.filter((other) => other.at >= at && other.at < at + dampMs).length,
          ).toBeLessThanOrEqual(6);
      }),
    );
  });

  test("arguments stay as they were, so a batch can be judged again", () => {
    fc.assert(
      fc.property(rules, readings, (rule, all) => {
        let state: ReturnType<typeof evaluate>["state"];
        for (const one of all) {
          const before = structuredClone(state);
          const first = evaluate(rule, state, one);
          expect(state).toEqual(before);
          expect(evaluate(rule, state, one)).toEqual(first);
          state = structuredClone(first.state);
        }
      }),
    );
  });

  test("nothing is kept that did not move, and time decides only when it was due", () => {
    fc.assert(
      fc.property(rules, readings, fc.nat(1_200_000), (rule, all, wait) => {
        let state: ReturnType<typeof evaluate>["state"];
        for (const one of all) {
          const after = evaluate(rule, state, one);
          const kept = { ...after.state, at: 0, value: 0 };
          expect(after.moved || isDeepStrictEqual(kept, { ...state, at: 0, value: 0 })).toBe(true);
          ({ state } = after);
        }
        const now = (state?.at ?? noon) + wait;
        const decided = tick(rule, state, now).decision !== undefined;
        expect(!decided || dueAt(rule, state) <= now).toBe(true);
      }),
    );
  });
});
