import type { Operator } from "@gezhi/contract/sensing.ts";
import { isWithinHours } from "./hour-rules.ts";
import {
  type CompiledRule,
  type Decision,
  type Evaluation,
  inwards,
  type Judged,
  type PerLevel,
  type RuleState,
} from "./rule-tables.ts";

/** Flapping: so many turns upwards within `dampMs`. Easing must then last `calmMs` before it counts; a rise never waits. */
export const dampAfter = 3;
export const dampMs = 30 * 60_000;
export const calmMs = 10 * 60_000;
/** A rate's window keeps about so many readings, however often the device sends. */
const windowSamples = 30;
/** The same object for every reading at rest: the hot path allocates nothing. */
const rest: Evaluation = Object.freeze({ state: undefined, moved: false, decision: undefined });
const nowhere: PerLevel = [0, 0, 0, 0];

const meets = (operator: Operator, value: number, limit: number): boolean =>
  operator === "==" ? value === limit : operator === ">=" ? value >= limit : value <= limit;

/**
 * Judges a reading. No argument is changed, so that a batch that failed can be judged again. At rest nothing is
 * remembered: the caller passes only what is newer than the newest it has of the device.
 */
export function evaluate(
  compiled: CompiledRule,
  state: RuleState | undefined,
  judged: Judged,
): Evaluation {
  const { kind } = compiled.rule.measure;
  if (state === undefined) {
    if (kind === "value" && !isAtSomeLevel(compiled, judged.value)) return rest;
  } else if (!(judged.at > state.at)) return unchanged(state);
  if (Number.isNaN(judged.value)) return state ? unchanged(state) : rest;
  if (kind === "value") return advance(compiled, state, judged, judged.value, judged.at);
  if (kind === "silence") return advance(compiled, state, judged, 0, judged.at);
  return evaluateRate(compiled, state, judged);
}

/** What time alone decides: a hold that ended, a calm that lasted, a device that fell silent. */
export function tick(
  compiled: CompiledRule,
  state: RuleState | undefined,
  now: number,
): Evaluation {
  if (state === undefined) return rest;
  if (compiled.rule.measure.kind === "silence") {
    const minutes = Math.max(0, now - state.at) / 60_000;
    const { at, value } = state;
    const after = advance(compiled, state, { at: now, value: minutes }, minutes, now);
    // What counts as the newest instant is the last reading, not this look at the clock.
    return after.state ? { ...after, state: { ...after.state, at, value } } : after;
  }
  const { hours } = compiled.rule;
  const judges = hours.length === 0 || isWithinHours(hours, now);
  return settle(compiled, state, judges ? state.since : nowhere, now, state, false);
}

/** When `tick` may next decide something; Infinity: not before the next reading. */
export function dueAt(compiled: CompiledRule, state: RuleState | undefined): number {
  if (state === undefined) return Infinity;
  if (compiled.rule.measure.kind === "silence") return dueOfSilence(compiled, state);
  const held = compiled.thresholds.map((_, index) =>
    state.since[index]! > 0 && index < rankOf(state.level)
      ? state.since[index]! + compiled.holdMs
      : Infinity,
  );
  // Easing counts once it lasted, or once the turns are few again.
  const few = (state.turns.at(-dampAfter) ?? Infinity) + dampMs;
  const calm = state.easing > 0 ? Math.min(state.easing + calmMs, few) : Infinity;
  const forgotten =
    state.level === null && state.turns.length > 0 ? state.turns.at(-1)! + dampMs : Infinity;
  return Math.min(...held, calm, forgotten);
}

/** For a rule that is gone or a device that was retired: what was signalled ends. */
export const endOf = (state: RuleState, now: number): Evaluation => ({
  state: undefined,
  moved: true,
  decision:
    state.level === null
      ? undefined
      : { kind: "clear", level: null, value: state.value, threshold: null, at: now },
});

/** The state of a silence rule for a device last heard at that instant: kept in memory, not stored. */
export const listening = (lastSeenAt: number): RuleState => ({
  level: null,
  since: nowhere,
  easing: 0,
  at: lastSeenAt,
  value: 0,
  turns: [],
  falling: false,
});

function isAtSomeLevel({ sign, gate, thresholds }: CompiledRule, value: number): boolean {
  if (sign === 1) return value >= gate;
  if (sign === -1) return value <= gate;
  return (
    value === thresholds[0] ||
    value === thresholds[1] ||
    value === thresholds[2] ||
    value === thresholds[3]
  );
}

const unchanged = (state: RuleState): Evaluation => ({ state, moved: false, decision: undefined });

/** 0 red … 3 blue, 4 none: a smaller number is more urgent. */
const rankOf = (level: RuleState["level"]): number => (level === null ? 4 : inwards.indexOf(level));

/** Up to the signalled level, a level is left only past the hysteresis; beyond it, a hold breaks at once. */
function isAt({ rule, sign }: CompiledRule, value: number, threshold: number, signalled: boolean) {
  if (sign === 0) return value === threshold;
  const margin = signalled ? rule.hysteresis : 0;
  return sign === 1 ? value >= threshold - margin : value <= threshold + margin;
}

function advance(
  compiled: CompiledRule,
  before: RuleState | undefined,
  judged: Judged,
  value: number,
  at: number,
  rate?: { window: NonNullable<RuleState["window"]>; sampled: boolean },
): Evaluation {
  const { rule, thresholds } = compiled;
  const counts =
    (!rule.also ||
      (judged.also !== undefined && meets(rule.also.operator, judged.also, rule.also.value))) &&
    (rule.hours.length === 0 || isWithinHours(rule.hours, at));
  const signalled = rankOf(before?.level ?? null);
  const sinceOf = (index: 0 | 1 | 2 | 3): number => {
    const there = counts && isAt(compiled, value, thresholds[index], index >= signalled);
    if (!there) return 0;
    return before && before.since[index] > 0 ? before.since[index] : at;
  };
  const since: PerLevel = [sinceOf(0), sinceOf(1), sinceOf(2), sinceOf(3)];
  const from = before ?? listening(at);
  return settle(
    compiled,
    rate ? { ...from, at, value, window: rate.window } : { ...from, at, value },
    since,
    at,
    before,
    rate?.sampled ?? false,
  );
}

/** The most urgent level whose hold is over; a level already signalled or below one needs no new hold. */
function heldRank({ holdMs }: CompiledRule, since: PerLevel, signalled: number, now: number) {
  const held = since.findIndex(
    (start, index) => start > 0 && (index >= signalled || now - start >= holdMs),
  );
  return held === -1 ? 4 : held;
}

function settle(
  compiled: CompiledRule,
  seen: RuleState,
  since: PerLevel,
  now: number,
  before: RuleState | undefined,
  sampled: boolean,
): Evaluation {
  const signalled = rankOf(seen.level);
  const held = heldRank(compiled, since, signalled, now);
  const turns = seen.turns.filter((turn) => turn > now - dampMs);
  const easing = held > signalled ? seen.easing || now : 0;
  const damped = turns.length >= dampAfter && now - easing < calmMs;
  if (held === signalled || (held > signalled && damped)) {
    const state: RuleState = { ...seen, since, easing, turns };
    return keep(compiled, state, before, sampled, undefined);
  }
  const decision = decisionOf(compiled, seen.value, signalled, held, now);
  const rises = held < signalled;
  const turned = rises && (turns.length === 0 || seen.falling);
  const state: RuleState = {
    ...seen,
    level: inwards[held] ?? null,
    since,
    easing: 0,
    turns: turned ? [...turns, now] : turns,
    falling: !rises,
  };
  return keep(compiled, state, before, sampled, decision);
}

function decisionOf(
  { thresholds }: CompiledRule,
  value: number,
  from: number,
  to: number,
  at: number,
): Decision {
  const threshold = thresholds[to === 4 ? from : to]!;
  if (to === 4) return { kind: "clear", level: null, value, threshold, at };
  const kind = from === 4 ? "raise" : to < from ? "levelUp" : "levelDown";
  return { kind, level: inwards[to]!, value, threshold, at };
}

function keep(
  { rule }: CompiledRule,
  state: RuleState,
  before: RuleState | undefined,
  sampled: boolean,
  decision: Decision | undefined,
): Evaluation {
  const idle =
    state.level === null && state.turns.length === 0 && state.since.every((start) => start === 0);
  // A rate needs its window and a silence its last instant; any other rule is at rest again.
  if (idle && rule.measure.kind === "value")
    return before === undefined ? rest : { state: undefined, moved: true, decision };
  const moved =
    sampled || decision !== undefined || (before === undefined ? !idle : differs(state, before));
  return { state, moved, decision };
}

const differs = (one: RuleState, other: RuleState): boolean =>
  one.level !== other.level ||
  one.easing !== other.easing ||
  one.turns.length !== other.turns.length ||
  one.since.some((start, index) => start !== other.since[index]);

/** Change per hour over the window; less than half a window of readings says nothing, and changes no level. */
function evaluateRate(
  compiled: CompiledRule,
  state: RuleState | undefined,
  judged: Judged,
): Evaluation {
  const { windowMs } = compiled;
  const { at } = judged;
  const kept = (state?.window ?? []).filter(([when]) => when >= at - windowMs);
  const oldest = kept[0];
  const newest = kept.at(-1);
  const sampled = !newest || at - newest[0] >= windowMs / windowSamples;
  const window = sampled ? [...kept, [at, judged.value] as const] : kept;
  if (oldest === undefined || at - oldest[0] < windowMs / 2) {
    const known = state ?? listening(at);
    return { state: { ...known, at, window }, moved: sampled, decision: undefined };
  }
  const rate = ((judged.value - oldest[1]) * 3_600_000) / (at - oldest[0]);
  return advance(compiled, state, judged, rate, at, { window, sampled });
}

function dueOfSilence({ thresholds, holdMs }: CompiledRule, state: RuleState): number {
  const wait = (index: number) => {
    const crossed = state.at + thresholds[index]! * 60_000;
    return state.since[index]! > 0 ? state.since[index]! + holdMs : crossed;
  };
  const due = thresholds.flatMap((threshold, index) =>
    Number.isNaN(threshold) || index >= rankOf(state.level) ? [] : [wait(index)],
  );
  return Math.min(...due);
}
