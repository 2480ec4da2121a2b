import type { Handout } from "@gezhi/contract/handouts.ts";

const rank = ({ wear, batteryLow, consentAt }: Handout): number =>
  consentAt === null ? 0 : wear === "noData" ? 1 : wear === "notWorn" ? 2 : batteryLow ? 3 : 4;

/** What somebody has to see to first. */
export const byNeed = (a: Handout, b: Handout): number => rank(a) - rank(b);
