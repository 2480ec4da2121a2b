import type { Role } from "@gezhi/contract/identity.ts";
import { useMe } from "../../../shared/session.ts";

const keepers: readonly Role[] = ["communitySecretary", "dutyOfficer", "commander"];

/** Where this person opens doors for codes; undefined: nowhere. */
export const useDoorUnit = (): string | undefined =>
  useMe()
    .appointments.filter(({ role }) => keepers.includes(role))
    .map(({ unit }) => unit)
    .toSorted((a, b) => a.length - b.length)[0];
