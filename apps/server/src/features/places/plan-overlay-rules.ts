import type { PlanOverlay } from "@gezhi/contract/places.ts";
import { plans } from "@gezhi/reference/load-reference.ts";

const groupDigits = 4;

/** The plan that names this matter, else one that names a matter of the same group. */
export function planOverlay(category: string): PlanOverlay {
  const names = (digits: number) =>
    plans.find(({ trigger }) =>
      trigger.events.some(({ code }) => code.slice(0, digits) === category.slice(0, digits)),
    );
  const plan = names(category.length) ?? names(groupDigits);
  return plan
    ? { plan: { id: plan.id, name: plan.name }, kinds: plan.overlay }
    : { plan: null, kinds: [] };
}
