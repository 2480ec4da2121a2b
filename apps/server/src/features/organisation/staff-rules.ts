import type { Role } from "@gezhi/contract/identity.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";

type Held = { role: Role; unit: string };

/** Their work gives no reason to know who serves where. */
const strangers: readonly Role[] = [
  "microGridHead",
  "partTimeGridWorker",
  "deputy",
  "cityOperator",
  "auditor",
];

/** Names of staff are known to colleagues of the same town, and to those above it. */
export const knowsStaff = (appointments: readonly Held[], unit: string): boolean =>
  appointments.some(({ role, unit: own }) => {
    if (strangers.includes(role)) return false;
    const town = ancestorAt(own, "town");
    return unit.startsWith(own) || (town !== undefined && ancestorAt(unit, "town") === town);
  });

/** The units in which somebody knows who serves; of a town all of it. */
export const staffAreas = (appointments: readonly Held[]): string[] => [
  ...new Set(
    appointments.flatMap(({ role, unit }) =>
      strangers.includes(role) ? [] : [ancestorAt(unit, "town") ?? unit],
    ),
  ),
];

const centre: readonly Role[] = ["dispatcher", "dutyOfficer", "commander"];

/** Who turns to handlers of a town: its centre, its communities for their own grids, the district's centre. */
export const choosesHandlers = (appointments: readonly Held[], town: string): boolean =>
  appointments.some(({ role, unit }) => {
    if (centre.includes(role)) return unit === town;
    if (role === "communitySecretary") return ancestorAt(unit, "town") === town;
    return role === "districtCentre" && town.startsWith(unit);
  });

/** Those who dispatch must be able to call; the numbers are of service, given for that. */
export const mayCallStaff = (appointments: readonly Held[], unit: string): boolean =>
  appointments.some(
    ({ role, unit: own }) =>
      (centre.includes(role) || role === "districtCentre") && unit.startsWith(own),
  );
