import type { Category, Limits } from "@gezhi/contract/configuration.ts";
import type { ClockView, Urgency } from "@gezhi/contract/incidents.ts";
import type { Basis } from "./clock-rules.ts";

export type ClockStage = ClockView["stage"];
export type StageMinutes = Limits["stageMinutes"];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Domain C.3: danger knows no office hours. */
const bases: Record<Urgency, Basis> = { red: "natural", orange: "natural", yellow: "working", blue: "working" };
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

/** Milliseconds in the basis of the urgency; null when the stage is automatic and gets no clock. Rework has half of the time to dispose, whatever extensions there were. */
export function budgetFor(
  stage: ClockStage,
  urgency: Urgency,
  category: Pick<Category, "acceptMinutes" | "disposeHours">,
  stageMinutes: StageMinutes,
): number | null {
  const minutes = (which: keyof StageMinutes): number => stageMinutes[which][urgency];
  const accept = category.acceptMinutes * minuteMs;
  const dispose = category.disposeHours * hourMs;
  const whole = (): number => {
    switch (stage) {
      case "accept":
        return accept;
      case "dispose":
        return dispose;
      case "rework":
        return dispose / 2;
      case "overall":
        return (minutes("verify") + minutes("register") + minutes("recheck")) * minuteMs + accept + dispose;
      default:
        return minutes(stage) * minuteMs;
    }
  };
  const budget = Math.round(whole());
  if (!Number.isSafeInteger(budget) || budget < 0)
    throw new RangeError(`The limit of ${stage} for ${urgency} is not a time: ${budget}`);
  return budget === 0 ? null : budget;
}
