import { incidentId, plotId } from "@gezhi/contract/ids.ts";
import type { Plot, PlotVersion } from "@gezhi/contract/plots.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type { Context } from "../context.ts";
import { seesFully, type Viewer } from "../identity/viewer.ts";
import { placeName } from "../organisation/post-directory.ts";
import type { PlotRow, VersionRow } from "./plot-queries.ts";
import { drawsOn, drawsUnder, plotActions } from "./plot-rules.ts";

/** Undefined: it hangs on a unit. */
export const incidentOf = ({ parties, lies_in, open }: PlotRow) =>
  parties === null ? undefined : { parties, unit: lies_in ?? "", open: open ?? false };

export const mayChange = (viewer: Viewer, row: PlotRow): boolean => {
  const incident = incidentOf(row);
  return incident ? drawsOn(viewer, incident) : drawsUnder(viewer, row.unit);
};

/** Names and notes are free text: whoever sees an incident masked has the shapes alone. */
export const readsWords = (viewer: Viewer, row: PlotRow): boolean => {
  const incident = incidentOf(row);
  return !incident || seesFully(viewer, incident.parties, incident.unit);
};

export function presentPlot(context: Context, viewer: Viewer, row: PlotRow): Plot {
  const whole = readsWords(viewer, row);
  const removed = row.removed_at !== null;
  return {
    id: plotId(row),
    owner:
      row.incident === null
        ? { type: "unit" }
        : {
            type: "incident",
            incident: incidentId({ district: row.district, id: row.incident }),
            number: row.number ?? "",
            title: row.title ?? "",
          },
    unit: { code: UnitCode.parse(row.unit), name: placeName(context, row.unit) },
    kind: row.kind,
    name: whole ? row.name : "",
    note: whole ? row.note : "",
    geometry: row.geometry,
    bounds: { west: row.west, south: row.south, east: row.east, north: row.north },
    version: row.version,
    drawn: { name: row.drawn_by, at: row.drawn_at.toISOString() },
    changed: { name: row.changed_by, at: row.changed_at.toISOString() },
    removed,
    actions: plotActions(mayChange(viewer, row), removed, row.version),
  };
}

export const presentVersion = (row: VersionRow, whole: boolean): PlotVersion => ({
  version: row.version,
  act: row.act,
  by: { name: row.by_name, at: row.at.toISOString() },
  kind: row.kind,
  name: whole ? row.name : "",
  note: whole ? row.note : "",
  geometry: row.geometry,
});
