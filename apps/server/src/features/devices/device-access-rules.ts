import type { Device } from "@gezhi/contract/devices.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { holdsAny, scopeOf, seesFully, type Viewer } from "../identity/viewer.ts";

const administrators = ["sysAdmin", "districtCentre", "commander", "dutyOfficer"] as const;
/** Posts whose work is people's health and age (domain B.3, column "health & device data"). */
const carePosts = ["MS02", "MS04"];

/** Who registers devices and renews their passwords: the centre of the place, the district's, or the administration above. */
export const mayAdminister = (viewer: Viewer, unit: string): boolean =>
  holdsAny(viewer, administrators, unit);

export const administersDevices = (viewer: Viewer): boolean => holdsAny(viewer, administrators);

/** Units whose registry the viewer keeps. */
export const registriesOf = (viewer: Viewer): string[] =>
  viewer.appointments
    .filter(({ role }) => (administrators as readonly string[]).includes(role))
    .map(({ unit }) => unit);

/** Units in whose devices the viewer may look: those of the records, and those that are administered. */
export function deviceScope(viewer: Viewer): { parties: string[]; account: string } {
  const scope = scopeOf(viewer);
  const parties = scope === "system" ? [] : scope.parties;
  const units = [...parties, ...registriesOf(viewer)].filter((party) => !party.includes("/"));
  return { parties: [...new Set(units)], account: viewer.account };
}

type Personal = { personal: boolean; unit: string; worst: Urgency | null };

/**
 * Values of a device that measures a person: the care posts of the town always, its centre while an alarm is red or
 * orange (PIPL art. 13 (4)), nobody else; a grid worker sees the alarm, not the series.
 */
export function seesValues(viewer: Viewer, { personal, unit, worst }: Personal): boolean {
  if (!personal) return true;
  const urgent = worst === "red" || worst === "orange";
  return viewer.appointments.some(
    (held) =>
      unit.startsWith(held.unit) &&
      ((held.role === "postHolder" && carePosts.includes(held.post ?? "")) ||
        (urgent && (held.role === "dispatcher" || held.role === "dutyOfficer"))),
  );
}

const homeRoles: readonly Role[] = [
  "microGridHead",
  "gridWorker",
  "gridHead",
  "communitySecretary",
];
/** Units in which the viewer may know where a person with a device lives (domain B.3, person ledger and health). */
export const knowsHomesIn = (viewer: Viewer): string[] =>
  viewer.appointments.flatMap(({ role, unit, post }) =>
    homeRoles.includes(role) || (role === "postHolder" && carePosts.includes(post ?? ""))
      ? [unit]
      : [],
  );

/** Who keeps the registry of a place checks where a device is, with a reason and on record. */
export const mayRevealPlace = (viewer: Viewer, unit: string): boolean =>
  holdsAny(viewer, ["dutyOfficer"], unit);

/** Names and numbers of the protected person and family; always with a reason and on record. */
export const mayReveal = (viewer: Viewer, { unit, worst }: Omit<Personal, "personal">): boolean =>
  viewer.appointments.some(
    (held) =>
      unit.startsWith(held.unit) &&
      (held.role === "gridWorker" ||
        held.role === "communitySecretary" ||
        held.role === "gridHead" ||
        (held.role === "postHolder" && carePosts.includes(held.post ?? "")) ||
        ((held.role === "dispatcher" || held.role === "dutyOfficer") &&
          (worst === "red" || worst === "orange"))),
  );

export function deviceActions(
  viewer: Viewer,
  device: {
    unit: string;
    retired: boolean;
    maintained: boolean;
    person: boolean;
    placeMasked: boolean;
    worst: Urgency | null;
  },
): Device["actions"] {
  const actions: Device["actions"] = [];
  if (device.person && mayReveal(viewer, device)) actions.push("reveal");
  if (device.placeMasked && mayRevealPlace(viewer, device.unit)) actions.push("revealPlace");
  if (device.retired || !mayAdminister(viewer, device.unit)) return actions;
  return [
    ...actions,
    "edit",
    device.maintained ? "endMaintenance" : "maintain",
    "renewPassword",
    "retire",
  ];
}

/** Persons' data of a record that lies in a place the viewer sees in full only. */
export const seesPlace = (viewer: Viewer, unit: string): boolean =>
  seesFully(viewer, [unit], unit) || mayAdminister(viewer, unit);
