import type { CareState, CareVisitor, VisitOutcome } from "@gezhi/contract/care.ts";
import { AccountId } from "@gezhi/contract/ids.ts";
import { levelOf } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { holds, type Viewer } from "../identity/viewer.ts";

/** 养老助残岗: sees to the plans of its town, and hears of what was missed. */
export const carePost = "MS02";
/** A day's steps end with the day: the last plan is due at 20:00, so the post hears at 21:00. */
const stepMs = 30 * 60_000;
export const missSteps = ["visitor", "substitute", "post"] as const;

/** Who writes plans: the post of the town, and the secretary of the community. */
export const keepsCare = (viewer: Viewer, unit: string): boolean =>
  holds(viewer, "communitySecretary", unit) ||
  viewer.appointments.some(
    (held) => held.role === "postHolder" && held.post === carePost && unit.startsWith(held.unit),
  );

/** The units whose plans the viewer keeps. */
export const careUnits = (viewer: Viewer): string[] => [
  ...new Set(
    viewer.appointments
      .filter(
        ({ role, post }) =>
          role === "communitySecretary" || (role === "postHolder" && post === carePost),
      )
      .map(({ unit }) => unit),
  ),
];

const worksInGrid = (role: string) => role === "gridWorker" || role === "gridHead";

/** Under which names a plan may send this person. */
export const visitTokens = (viewer: Viewer): string[] => [
  viewer.account,
  ...viewer.appointments.flatMap(({ role, unit, post }) => {
    if (worksInGrid(role) && levelOf(unit) === "grid") return [unit];
    return role === "postHolder" && post === carePost ? [`${unit}/${carePost}`] : [];
  }),
];

/** Under which names this person hears that a plan changed. */
export const careHintTokens = (viewer: Viewer): string[] => [
  ...careUnits(viewer),
  ...visitTokens(viewer),
];

/** What row-level security lets this person read of plans: those kept, and those that send them. */
export const careScope = (viewer: Viewer) => ({
  parties: [...new Set([...careUnits(viewer), ...visitTokens(viewer).slice(1)])],
  account: viewer.account,
});

type Sent = { unit: string; visitor: string; substitute: string | null };

export const visits = (viewer: Viewer, { visitor, substitute }: Sent): boolean => {
  const tokens = visitTokens(viewer);
  return tokens.includes(visitor) || (substitute !== null && tokens.includes(substitute));
};

/** A grid's worker knows the people of the grid; a volunteer is told an address. */
export const knowsPerson = (viewer: Viewer, plan: Sent): boolean =>
  keepsCare(viewer, plan.unit) ||
  visitTokens(viewer)
    .slice(1)
    .some((token) => token === plan.visitor || token === plan.substitute);

export function tokenOf(visitor: CareVisitor, { unit, town }: { unit: string; town: string }) {
  if (visitor.by === "volunteer") return visitor.account;
  return visitor.by === "post" ? `${town}/${carePost}` : unit;
}

export function visitorOf(token: string): CareVisitor {
  if (token.includes("/")) return { by: "post" };
  return /^\d+$/.test(token)
    ? { by: "gridWorker" }
    : { by: "volunteer", account: AccountId.parse(token) };
}

export const deadlineAt = (day: string, hour: number): number =>
  Date.parse(`${day}T${String(hour).padStart(2, "0")}:00:00+08:00`);

export type Plan = { dueOn: string; dueBy: number; substitute: string | null };
/** `counts`: whether this plan has visits on this day at all. */
export type Day = { date: string; counts: boolean };

/** How many of the steps a visit that is not made has reached by now: quiet on days without visits. */
export function stepsReached({ dueOn, dueBy, substitute }: Plan, day: Day, now: number): number {
  if (dueOn > day.date || !day.counts) return 0;
  const since = now - deadlineAt(day.date, dueBy);
  if (since < 0) return 0;
  const reached = Math.min(missSteps.length, 1 + Math.floor(since / stepMs));
  return reached === 2 && substitute === null ? missSteps.length : reached;
}

export type Told = { today: number; postOn: string | null };

/**
 * Whom to tell now, and for which day. A day that ended while no process ran is told to the post as soon as one does:
 * it is late, and it is not lost.
 */
export function owedSteps(
  plan: Plan,
  day: Day,
  told: Told,
  now: number,
): { day: string; from: number; to: number } | null {
  const reached = stepsReached(plan, day, now);
  if (reached > told.today) return { day: day.date, from: told.today, to: reached };
  const ended = plan.dueOn < day.date && (told.postOn === null || told.postOn < plan.dueOn);
  return ended && reached === 0
    ? { day: plan.dueOn, from: missSteps.length - 1, to: missSteps.length }
    : null;
}

type Standing = Plan & {
  seenAt: number | null;
  last: { at: number; outcome: VisitOutcome } | null;
};

export function stateOf(plan: Standing, day: Day, now: number): CareState {
  if (plan.dueOn > day.date)
    return plan.seenAt !== null && civilDateAt(plan.seenAt) === day.date ? "visited" : "later";
  if (plan.dueOn < day.date || stepsReached(plan, day, now) > 0) return "missed";
  if (!day.counts) return "later";
  const { last } = plan;
  const tried = last?.outcome === "notReached" && civilDateAt(last.at) === day.date;
  return tried ? "tried" : "due";
}

/** Whoever was not reached is still to be seen today. */
export const wasSeen = (outcome: VisitOutcome): boolean => outcome !== "notReached";

const oldestMs = 14 * 86_400_000;
/** A phone's clock may be wrong, and a valley deep. */
export const seenAtOf = (said: number | null, now: number): number =>
  said === null ? now : Math.min(now, Math.max(said, now - oldestMs));

/** 周**: enough to be sure one speaks of the same person. */
export const maskName = (name: string): string =>
  name.slice(0, 1) + "*".repeat(Math.max(1, name.length - 1));
