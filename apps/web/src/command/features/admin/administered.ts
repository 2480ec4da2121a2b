import { useMe } from "../../../shared/session.ts";

/** The unit this person administers; the widest when there are several. */
export const useAdministered = (): string =>
  useMe()
    .appointments.filter(({ role }) => role === "sysAdmin")
    .map(({ unit }) => unit)
    .toSorted((a, b) => a.length - b.length)[0] ?? "";
