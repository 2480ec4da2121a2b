import { plans } from "@gezhi/reference/load-reference.ts";

/** The plan whose trigger names this kind of device, or the matter itself. */
export function planFor(profile: string, category: string): string | undefined {
  const plan =
    plans.find(({ trigger }) => trigger.sensors.includes(profile)) ??
    plans.find(({ trigger }) => trigger.events.some(({ code }) => code === category));
  return plan && `建议启动预案 ${plan.id} ${plan.name}`;
}
