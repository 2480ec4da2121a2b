import type { Urgency } from "@gezhi/contract/incidents.ts";
import {
  basisFor,
  budgetFor,
  type CategoryLimits,
  type ClockStage,
  type StageMinutes,
} from "./clock-limit-rules.ts";
import {
  type Approval,
  type ClockChange,
  type ClockState,
  extendClock,
  type LedgerEntry,
  resumeClock,
  startClock,
  stopClock,
  suspendClock,
} from "./clock-rules.ts";
import { rungsToRearm } from "./clock-rung-rules.ts";
import type { WorkingCalendar } from "./working-calendar.ts";

/** Which clock: of the whole incident, of one work order or of one request. */
export type ClockTarget = {
  stage: ClockStage;
  order: string | null;
  request: string | null;
  /** A term of its own, in natural time. */
  minutes?: number;
};

export type KeptClock = ClockTarget & {
  id: string;
  urgency: Urgency;
  startedAt: number;
  state: ClockState;
  /** Percentages whose claim stands. */
  fired: readonly number[];
};

export type ClockTerms = {
  urgency: Urgency;
  category: CategoryLimits;
  stageMinutes: StageMinutes;
  calendar: WorkingCalendar | null;
};

export type ClockWish = {
  /** What is to run from now on: the rest stops, what is missing starts. */
  wanted: readonly ClockTarget[];
  /** Shelved: nothing runs, nothing stops. */
  paused?: Approval | null;
  /** Category or urgency changed: the new limits count from the start of each run. */
  restated?: boolean;
  /** A granted delay, for the work order's clock and the overall one; milliseconds in the clock's own basis. */
  extension?: ({ order: string; byMs: number } & Approval) | undefined;
};

export type ClockPlan = {
  /** All clocks as they stand afterwards, in their order of start. */
  clocks: KeptClock[];
  started: KeptClock[];
  changed: KeptClock[];
  entries: { clock: string; epoch: number; entry: LedgerEntry }[];
  /** Claims to be given up, because an extension put them ahead again. */
  freed: { clock: string; percents: number[] }[];
};

export const isKept = (clock: KeptClock): boolean => clock.state.stoppedAt === null;

const minuteMs = 60_000;
const keyOf = ({ stage, order, request }: ClockTarget): string =>
  `${stage}/${order ?? ""}/${request ?? ""}`;

/** Where registration is automatic, a person still has to dispatch: that may take as long as a verification. */
function budgetOf(
  stage: ClockStage,
  { urgency, category, stageMinutes }: ClockTerms,
): number | null {
  const budget = budgetFor(stage, urgency, category, stageMinutes);
  return (
    budget ?? (stage === "register" ? budgetFor("verify", urgency, category, stageMinutes) : null)
  );
}

/** From the clocks as they are to the clocks as they are wished; pure, ids come from `newId`. */
export function planClocks(
  existing: readonly KeptClock[],
  wish: ClockWish,
  terms: ClockTerms,
  at: number,
  newId: () => string,
): ClockPlan {
  const plan: ClockPlan = {
    clocks: [...existing],
    started: [],
    changed: [],
    entries: [],
    freed: [],
  };
  const change = (clock: KeptClock, { state, entry }: ClockChange, fired = clock.fired) => {
    const next = { ...clock, state, fired };
    const fresh = plan.started.findIndex(({ id }) => id === clock.id);
    if (fresh >= 0) plan.started[fresh] = next;
    else plan.changed = [...plan.changed.filter(({ id }) => id !== clock.id), next];
    plan.clocks[plan.clocks.findIndex(({ id }) => id === clock.id)] = next;
    plan.entries.push({ clock: clock.id, epoch: state.epoch, entry });
    return next;
  };
  const start = (target: ClockTarget, from: number) => {
    const { stage, order, request, minutes } = target;
    const budget = minutes === undefined ? budgetOf(stage, terms) : minutes * minuteMs;
    if (budget === null) return;
    // A whistle is heeded like what is urgent, whatever the matter's colour.
    const urgency = minutes === undefined || terms.urgency === "red" ? terms.urgency : "orange";
    const { state, entry } = startClock(from, basisFor(urgency), budget);
    const clock: KeptClock = {
      id: newId(),
      stage,
      order,
      request,
      urgency,
      startedAt: from,
      state,
      fired: [],
    };
    plan.clocks.push(clock);
    plan.started.push(clock);
    plan.entries.push({ clock: clock.id, epoch: state.epoch, entry });
  };
  const stop = (clock: KeptClock) => change(clock, stopClock(clock.state, terms.calendar, at));

  const wanted = new Map(
    (wish.paused ? existing.filter(isKept) : wish.wanted).map((target) => [keyOf(target), target]),
  );
  for (const clock of existing.filter(isKept)) {
    const runFrom = Math.min(clock.state.runningSince ?? at, at);
    if (!wanted.delete(keyOf(clock))) stop(clock);
    else if (wish.restated && clock.stage !== "checkIn") {
      stop(clock);
      start(clock, runFrom);
    }
  }
  for (const target of wanted.values()) start(target, at);

  for (const clock of plan.clocks.filter(isKept)) {
    const { state } = clock;
    if (wish.paused && state.runningSince !== null)
      change(clock, suspendClock(state, terms.calendar, at, wish.paused));
    if (!wish.paused && state.suspendedSince !== null) change(clock, resumeClock(state, at));
  }

  const { extension } = wish;
  for (const clock of extension ? plan.clocks.filter(isKept) : []) {
    const ofOrder =
      clock.order === extension?.order && (clock.stage === "dispose" || clock.stage === "rework");
    if (!extension || (!ofOrder && clock.stage !== "overall")) continue;
    const extended = extendClock(clock.state, at, extension.byMs, extension);
    const percents = rungsToRearm(extended.state, terms.calendar, at, clock.fired);
    if (percents.length > 0) plan.freed.push({ clock: clock.id, percents });
    change(
      clock,
      extended,
      clock.fired.filter((percent) => !percents.includes(percent)),
    );
  }
  return plan;
}
