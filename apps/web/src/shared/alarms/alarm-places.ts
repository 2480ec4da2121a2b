import type { Role } from "@gezhi/contract/identity.ts";
import { useMe } from "../session.ts";

export const watchers: readonly Role[] = [
  "dispatcher",
  "dutyOfficer",
  "commander",
  "districtCentre",
];
const keepers: readonly Role[] = ["dutyOfficer", "commander", "districtCentre", "sysAdmin"];

function useUnitsOf(roles: readonly Role[]): string[] {
  return useMe()
    .appointments.filter(({ role }) => roles.includes(role))
    .map(({ unit }) => unit)
    .toSorted((a, b) => a.length - b.length);
}

/** Where this person looks first: the widest of the units they are appointed in. */
export const useOwnUnit = (): string =>
  useMe()
    .appointments.map(({ unit }) => unit)
    .toSorted((a, b) => a.length - b.length)[0] ?? "50";

/** Where precision is shown to this person; undefined: nowhere. */
export const usePrecisionUnit = (): string | undefined => useUnitsOf([...watchers, "sysAdmin"])[0];
export const useContactsUnit = (): string | undefined => useUnitsOf([...watchers, "sysAdmin"])[0];
/** Where this person administers devices and contacts; undefined: nowhere. */
export const useKeptUnit = (): string | undefined => useUnitsOf(keepers)[0];
/** Whether alarms ring here at all. */
export const useWatches = (): boolean => useUnitsOf(watchers).length > 0;
