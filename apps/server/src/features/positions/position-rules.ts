import type { Role } from "@gezhi/contract/identity.ts";
import { ancestorAt, isWithin, type UnitLevel } from "@gezhi/contract/units.ts";
import type { Viewer } from "../identity/viewer.ts";

export const sendEverySeconds = 20;
export const askEverySeconds = 120;
/** So long after a device fell silent its last word counts. */
const keptMs = 300_000;
const hourMs = 3_600_000;

/** Domain B.3, "staff positions": whose, and whether with their names. */
const sights: Partial<Record<Role, { level: UnitLevel; named: boolean }>> = {
  gridWorker: { level: "village", named: true },
  gridHead: { level: "village", named: true },
  communitySecretary: { level: "village", named: true },
  postHolder: { level: "town", named: false },
  dispatcher: { level: "town", named: true },
  dutyOfficer: { level: "town", named: true },
  commander: { level: "town", named: true },
  districtCentre: { level: "district", named: false },
};

const areas = ({ appointments }: Viewer, onlyNamed: boolean): string[] =>
  appointments.flatMap(({ role, unit }) => {
    const sight = sights[role];
    const area = sight && (!onlyNamed || sight.named) ? ancestorAt(unit, sight.level) : undefined;
    return area === undefined ? [] : [area];
  });

export const positionScope = (viewer: Viewer): { parties: string[]; account: string } => ({
  parties: [...new Set(areas(viewer, false))],
  account: viewer.account,
});

export function namesPositions(viewer: Viewer): (unit: string) => boolean {
  const named = areas(viewer, true);
  return (unit) => named.some((area) => isWithin(unit, area));
}

/** Shifts change at 08 and 20 in Beijing, which is at 0 and 12 UTC. */
export function expiryOf(reason: "duty" | "incident", at: number): number {
  const shiftEnds = (Math.floor(at / (12 * hourMs)) + 1) * 12 * hourMs;
  return reason === "duty" ? Math.min(shiftEnds, at + keptMs) : at + keptMs;
}
