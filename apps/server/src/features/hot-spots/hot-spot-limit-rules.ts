import type { HotSpotLimits, Limits } from "@gezhi/contract/configuration.ts";

/** R65, where the limits in force say nothing of hot spots. */
export const usualLimits: HotSpotLimits = { least: 3, days: 30, metres: 200 };

export const hotSpotLimits = ({ hotSpot }: Pick<Limits, "hotSpot">): HotSpotLimits =>
  hotSpot ?? usualLimits;
