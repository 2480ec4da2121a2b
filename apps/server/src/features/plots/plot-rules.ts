import type { Role } from "@gezhi/contract/identity.ts";
import type { Plot, PlotGeometry } from "@gezhi/contract/plots.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { holdsAny, seesFully, type Viewer } from "../identity/viewer.ts";

/** Their work is not on the ground. */
const outsiders: readonly Role[] = ["deputy", "cityOperator", "auditor", "sysAdmin"];
const drawUnderUnits: readonly Role[] = [
  "gridWorker",
  "gridHead",
  "communitySecretary",
  "postHolder",
  "dispatcher",
  "dutyOfficer",
  "commander",
  "districtCentre",
];
const drawOnIncidents: readonly Role[] = [...drawUnderUnits, "department", "liaison"];

/** Drawings under units: of a town whoever serves in it sees all, above it all below. */
export const plotScope = (viewer: Viewer): { parties: string[]; account: string } => ({
  parties: [
    ...new Set(
      viewer.appointments.flatMap(({ role, unit }) =>
        outsiders.includes(role) ? [] : [ancestorAt(unit, "town") ?? unit],
      ),
    ),
  ],
  account: viewer.account,
});

export type OfIncident = { parties: string[]; unit: string; open: boolean };

export const drawsAtAll = (viewer: Viewer): boolean => holdsAny(viewer, drawOnIncidents);
export const drawsUnder = (viewer: Viewer, unit: string): boolean =>
  holdsAny(viewer, drawUnderUnits, unit);
/** On a matter that is over nothing is drawn any more: it shows what the ground was. */
export const drawsOn = (viewer: Viewer, { parties, unit, open }: OfIncident): boolean =>
  open && drawsAtAll(viewer) && seesFully(viewer, parties, unit);

export function plotActions(may: boolean, removed: boolean, version: number): Plot["actions"] {
  if (!may) return [];
  if (removed) return ["restore"];
  return version > 1 ? ["change", "remove", "restore"] : ["change", "remove"];
}

export const pointsOf = ({ type, coordinates }: PlotGeometry): readonly [number, number][] =>
  type === "Point" ? [coordinates] : type === "LineString" ? coordinates : coordinates[0];

export function boundsOf(geometry: PlotGeometry) {
  const points = pointsOf(geometry);
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return {
    west: Math.min(...lons),
    south: Math.min(...lats),
    east: Math.max(...lons),
    north: Math.max(...lats),
  };
}
