import type { Category, Limits } from "@gezhi/contract/configuration.ts";
import type { ClockView } from "@gezhi/contract/clock-views.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { Basis } from "./clock-rules.ts";

export type ClockStage = ClockView["stage"];
export type StageMinutes = Limits["stageMinutes"];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Domain C.3: danger knows no office hours. */
const bases: Record<Urgency, Basis> = {
  red: "natural",
  orange: "natural",
  yellow: "working",
  blue: "working",
};
export const basisFor = (urgency: Urgency): Basis => bases[urgency];

/**
 * Domain C.1, in minutes of the urgency's own basis (240 for yellow are four working hours); 0 is automatic.
 * The decision on a delay has no limit there and takes that on a return.
 */
export const defaultStageMinutes: StageMinutes = {
  verify: { red: 1, orange: 5, yellow: 30, blue: 240 },
  register: { red: 0, orange: 0, yellow: 30, blue: 120 },
  return: { red: 5, orange: 15, yellow: 60, blue: 240 },
  delay: { red: 5, orange: 15, yellow: 60, blue: 240 },
  recheck: { red: 30, orange: 120, yellow: 480, blue: 960 },
  crossTown: { red: 10, orange: 10, yellow: 120, blue: 120 },
  district: { red: 30, orange: 30, yellow: 240, blue: 240 },
};

/** Domain C.3, the slowest acceptance of each colour; used where an incident is graver than its category says. */
const slowestAcceptMinutes: Record<Urgency, number> = { red: 1, orange: 10, yellow: 60, blue: 480 };
const gravity: Record<Urgency, number> = { red: 4, orange: 3, yellow: 2, blue: 1 };

export type CategoryLimits = Pick<Category, "urgency" | "acceptMinutes" | "disposeHours">;

/** The category's own limit was set for its own colour: a routine matter raised to red is accepted like a red one. */
function acceptMs(urgency: Urgency, category: CategoryLimits): number {
  const raised = gravity[urgency] > gravity[category.urgency];
  const most = raised ? slowestAcceptMinutes[urgency] : Infinity;
  return Math.min(category.acceptMinutes, most) * minuteMs;
}

/**
 * Milliseconds in the basis of the urgency; null when the stage is automatic and gets no clock. Rework has half of
 * the category's time to dispose, whatever extensions there were. A check-in has the term of its whistle. Overall is one pass without return or rework.
 */
export function budgetFor(
  stage: ClockStage,
  urgency: Urgency,
  category: CategoryLimits,
  stageMinutes: StageMinutes,
): number | null {
  const disposeMs = category.disposeHours * hourMs;
  const stageMs = (which: keyof StageMinutes): number => stageMinutes[which][urgency] * minuteMs;
  const prepareMs = stageMs("verify") + stageMs("register");
  const limit = (): number => {
    switch (stage) {
      case "accept":
        return acceptMs(urgency, category);
      case "dispose":
        return disposeMs;
      case "rework":
        return disposeMs / 2;
      case "overall":
        return prepareMs + acceptMs(urgency, category) + disposeMs + stageMs("recheck");
      case "checkIn":
        return 0;
      default:
        return stageMs(stage);
    }
  };
  const budget = Math.round(limit());
  if (!Number.isSafeInteger(budget) || budget < 0)
    throw new RangeError(`The limit of ${stage} for ${urgency} is not a time: ${budget}`);
  return budget === 0 ? null : budget;
}
