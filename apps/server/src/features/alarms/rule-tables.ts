import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { AlarmRule } from "@gezhi/contract/sensing.ts";

/** Instants are epoch milliseconds of the device's own clock, checked against the server's at the door. */
export type Judged = {
  at: number;
  value: number;
  /** The newest value of the rule's second metric, when it has one. */
  also?: number;
};

/** Most urgent first: the order of every list of four below. */
export const inwards = ["red", "orange", "yellow", "blue"] as const satisfies readonly Urgency[];
export type PerLevel = readonly [red: number, orange: number, yellow: number, blue: number];

/** Where a rule stands with a device. At rest there is no state at all: most devices cost nothing. */
export type RuleState = {
  /** The level that was signalled, null when none is. */
  level: Urgency | null;
  /** Since when the readings have been at each level or beyond it without a break; 0: they are not. */
  since: PerLevel;
  /** Since when they have spoken for less than the level that was signalled; 0: they do not. */
  easing: number;
  /** The newest instant judged; older readings change nothing. */
  at: number;
  /** The value judged then. */
  value: number;
  /** Instants at which it rose out of calm or after falling: many of them are flapping. */
  turns: readonly number[];
  /** The last decision lowered it. */
  falling: boolean;
  /** For a rate: readings of its window, oldest first. */
  window?: readonly (readonly [at: number, value: number])[];
};

export type SignalKind = "raise" | "levelUp" | "levelDown" | "clear";

/** What a rule decided from a reading. */
export type Decision = {
  kind: SignalKind;
  level: Urgency | null;
  value: number;
  /** Of the level; of the level that was left when it is cleared. */
  threshold: number | null;
  at: number;
};

export type Evaluation = {
  /** undefined: at rest again. */
  state: RuleState | undefined;
  /** The state must be kept: it differs in more than the newest instant and value. */
  moved: boolean;
  decision: Decision | undefined;
};

/** A rule made ready for the hot path: indexes instead of names, numbers instead of choices. */
export type CompiledRule = {
  rule: AlarmRule;
  /** Places of the metrics in the values of a reading; `alsoMetric` is -1 without a second one. */
  metric: number;
  alsoMetric: number;
  /** NaN: the rule has no such level. */
  thresholds: PerLevel;
  /** The innermost threshold: a value before it speaks for no level. NaN for "==". */
  gate: number;
  /** 1: higher is worse, -1: lower is worse, 0: equal. */
  sign: 1 | -1 | 0;
  holdMs: number;
  /** Of a rate, else 0. */
  windowMs: number;
};
