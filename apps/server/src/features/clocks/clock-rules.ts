import type { ClockView } from "@gezhi/contract/clock-views.ts";
import { addWorkingTime, type WorkingCalendar, workingTimeBetween } from "./working-calendar.ts";

/**
 * The clock as a ledger. Instants are epoch milliseconds and come in as arguments.
 * A run is settled into `consumedMs` when it ends, with the calendar of that moment; only the current run is
 * computed, from `runningSince`. So a changed calendar moves what lies ahead and never rewrites what is settled.
 * Natural clocks need no calendar and must run when there is none; working clocks fail loudly without.
 */
export type Basis = ClockView["basis"];

export interface ClockState {
  basis: Basis;
  budgetMs: number;
  consumedMs: number;
  runningSince: number | null;
  suspendedSince: number | null;
  stoppedAt: number | null;
  /** When the last run ended and where its due instant stood then; both null while running, and after an extension since. */
  settledAt: number | null;
  settledDueAt: number | null;
  /** Counts the entries of the ledger: a timer armed under another epoch is stale. */
  epoch: number;
}

/** `approver` and `reason` are for the record: who granted it, and why. */
export interface Approval {
  approver: string;
  reason: string;
}

export type LedgerEntry =
  | { kind: "started"; at: number; basis: Basis; budgetMs: number }
  | ({ kind: "suspended"; at: number; consumedMs: number; dueAt: number } & Approval)
  | { kind: "resumed"; at: number }
  | ({ kind: "extended"; at: number; byMs: number } & Approval)
  /** `dueAt` is null when no run ended with it: the clock was suspended. */
  | { kind: "stopped"; at: number; consumedMs: number; dueAt: number | null };

/** Write both in one transaction. */
export interface ClockChange {
  state: ClockState;
  entry: LedgerEntry;
}

/** The clock cannot take this entry now: a second stop, a pause of a paused clock, an approval by nobody. */
export class ClockError extends Error {
  override readonly name = "ClockError";
}

const unsettled = { settledAt: null, settledDueAt: null };

const isDuration = (ms: number): boolean => Number.isSafeInteger(ms) && ms > 0;

function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new ClockError(what);
}

/** The state after one more entry. Folding a clock's entries from null gives its state back without any calendar. */
export function applyEntry(state: ClockState | null, entry: LedgerEntry): ClockState {
  demand(Number.isSafeInteger(entry.at), `Not an instant in whole milliseconds: ${entry.at}`);
  if (entry.kind === "started") {
    demand(state === null, "A clock starts once; a new term is a new clock.");
    demand(
      isDuration(entry.budgetMs),
      `A budget is a whole number of milliseconds above zero, not ${entry.budgetMs}.`,
    );
    const { basis, budgetMs, at } = entry;
    const run = { runningSince: at, suspendedSince: null, stoppedAt: null, ...unsettled };
    return { basis, budgetMs, consumedMs: 0, ...run, epoch: 1 };
  }
  demand(state !== null, `The first entry of a clock is "started", not "${entry.kind}".`);
  demand(state.stoppedAt === null, `A stopped clock cannot be ${entry.kind}.`);
  if (entry.kind === "suspended" || entry.kind === "extended")
    demand(
      Boolean(entry.approver && entry.reason),
      `A clock is ${entry.kind} by somebody, for a reason.`,
    );

  const next = { ...state, epoch: state.epoch + 1 };
  if (entry.kind === "resumed") {
    demand(state.suspendedSince !== null, "Only a suspended clock can be resumed.");
    return { ...next, ...unsettled, runningSince: entry.at, suspendedSince: null };
  }
  if (entry.kind === "extended") {
    demand(
      isDuration(entry.byMs),
      `An extension is a whole number of milliseconds above zero, not ${entry.byMs}.`,
    );
    return { ...next, ...unsettled, budgetMs: state.budgetMs + entry.byMs };
  }
  const { kind, at, consumedMs, dueAt: due } = entry;
  const settled = due === null ? {} : { settledAt: at, settledDueAt: due };
  const ended = { ...next, ...settled, consumedMs, runningSince: null };
  if (kind === "stopped") return { ...ended, suspendedSince: null, stoppedAt: at };
  demand(state.runningSince !== null, "Only a running clock can be suspended.");
  return { ...ended, suspendedSince: at };
}

const change = (state: ClockState | null, entry: LedgerEntry): ClockChange => ({
  state: applyEntry(state, entry),
  entry,
});

/** Two machines' clocks differ by moments: an entry is never earlier than the one before it. */
const after = (state: ClockState, at: number): number =>
  Math.max(at, state.runningSince ?? state.suspendedSince ?? at);

export const startClock = (at: number, basis: Basis, budgetMs: number): ClockChange =>
  change(null, { kind: "started", at, basis, budgetMs });

export function suspendClock(
  state: ClockState,
  calendar: WorkingCalendar | null,
  now: number,
  { approver, reason }: Approval,
): ClockChange {
  const at = after(state, now);
  const consumedMs = consumedAt(state, calendar, at);
  const due = dueAt(state, calendar);
  demand(due !== null, "Only a running clock can be suspended.");
  return change(state, { kind: "suspended", at, consumedMs, dueAt: due, approver, reason });
}

export const resumeClock = (state: ClockState, now: number): ClockChange =>
  change(state, { kind: "resumed", at: after(state, now) });

/** Also while suspended. `byMs` counts in the clock's own basis: two more working days are 16 hours. */
export const extendClock = (
  state: ClockState,
  now: number,
  byMs: number,
  { approver, reason }: Approval,
): ClockChange =>
  change(state, { kind: "extended", at: after(state, now), byMs, approver, reason });

/** Also while suspended. A stopped clock never runs again: reopened work gets a clock of its own. */
export function stopClock(
  state: ClockState,
  calendar: WorkingCalendar | null,
  now: number,
): ClockChange {
  const at = after(state, now);
  const consumedMs = consumedAt(state, calendar, at);
  return change(state, { kind: "stopped", at, consumedMs, dueAt: dueAt(state, calendar) });
}

export function consumedAt(
  state: ClockState,
  calendar: WorkingCalendar | null,
  now: number,
): number {
  const { basis, consumedMs, runningSince } = state;
  if (runningSince === null) return consumedMs;
  const until = Math.max(now, runningSince);
  const run =
    basis === "natural" ? until - runningSince : workingTimeBetween(calendar, runningSince, until);
  return consumedMs + run;
}

/** The first instant at which the clock has used this much; a mark it had passed before this run counts from the run's start. */
export function reachedAt(
  state: ClockState,
  calendar: WorkingCalendar | null,
  markMs: number,
): number | null {
  const { basis, consumedMs, runningSince } = state;
  if (runningSince === null) return null;
  const rest = Math.max(0, markMs - consumedMs);
  return basis === "natural" ? runningSince + rest : addWorkingTime(calendar, runningSince, rest);
}

/** Null while suspended or stopped: nothing falls due then. */
export const dueAt = (state: ClockState, calendar: WorkingCalendar | null): number | null =>
  reachedAt(state, calendar, state.budgetMs);

/**
 * Later than the due instant: the evening after a limit that ended at 18:00 is late, though no working time has
 * passed since. What ends exactly when due is in time. In SQL `due_at < now` for a running clock, otherwise
 * `settled_at > settled_due_at`, or for either `consumed_ms > budget_ms`.
 */
export function isOverdue(
  state: ClockState,
  calendar: WorkingCalendar | null,
  now: number,
): boolean {
  if (state.consumedMs > state.budgetMs) return true;
  const due = dueAt(state, calendar);
  if (due !== null) return now > due;
  return (
    state.settledAt !== null && state.settledDueAt !== null && state.settledAt > state.settledDueAt
  );
}

/** Share of the budget used: 1 is due, more is overdue. */
export const fraction = (
  state: ClockState,
  calendar: WorkingCalendar | null,
  now: number,
): number => consumedAt(state, calendar, now) / state.budgetMs;
