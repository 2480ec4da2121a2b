import type { Me } from "@gezhi/contract/identity.ts";

const forScreens = ["desk", "district", "city", "community", "inbox", "admin"] as const;

/** The map belongs to no role's screen: whoever works with one of these has it. */
export const hasMap = (screens: readonly Me["screens"][number][]): boolean =>
  forScreens.some((one) => screens.includes(one));
