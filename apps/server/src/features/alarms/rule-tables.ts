import type { Urgency } from "@gezhi/contract/incidents.ts";

/** Instants are epoch milliseconds of the device's own clock, checked against the server's at the door. */
export type Judged = {
  at: number;
  value: number;
  /** The newest value of the rule's second metric, when it has one. */
  also?: number;
};

/** Where a rule stands with a device. At rest there is no state at all: most devices cost nothing. */
export type RuleState = {
  /** The level that was signalled, null when none is. */
  level: Urgency | null;
  /** The level the readings speak for now, and since when without a break. */
  candidate: Urgency | null;
  since: number;
  /** The newest instant judged; older readings change nothing. */
  at: number;
  /** Instants of the last raises, for damping. */
  raises: number[];
  /** For a rate: the readings of its window, oldest first. */
  window?: [at: number, value: number][];
};

export type SignalKind = "raise" | "levelUp" | "levelDown" | "clear";

/** What a rule decided from a reading. */
export type Decision = {
  kind: SignalKind;
  level: Urgency | null;
  value: number;
  threshold: number | null;
  at: number;
};

export type Evaluation = {
  /** undefined: at rest again. */
  state: RuleState | undefined;
  /** The state must be kept: it differs in more than the newest instant. */
  moved: boolean;
  decision: Decision | undefined;
};
