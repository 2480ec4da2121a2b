import { fireLaneCategory, type FireLanes, type LaneStops } from "@gezhi/contract/fire-lanes.ts";
import { type IncidentId, incidentId, keyOf, laneStopId } from "@gezhi/contract/ids.ts";
import { read } from "../../platform/database/scope.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { scopeOf, seesFully, type Viewer } from "../identity/viewer.ts";
import { findIncident } from "../incidents/incident-queries.ts";
import { maskedPlate, presentStop } from "./lane-presentation.ts";
import { listStopsOf, listStopsWithin, type StopRow } from "./lane-queries.ts";
import { actsOn, recurrences } from "./lane-rules.ts";

const mostCounted = 5000;
const mostShown = 100;

export async function stopsOf(
  context: Context,
  viewer: Viewer,
  id: IncidentId,
): Promise<LaneStops> {
  const { incident, rows } = await read(context.db, scopeOf(viewer), async (tx) => ({
    incident: await findIncident(tx, keyOf(id)),
    rows: await listStopsOf(tx, keyOf(id)),
  }));
  if (!incident) throw notFound("这件事");
  return {
    items: rows.map((row) => presentStop(context, viewer, row)),
    mayNote: incident.category === fireLaneCategory && actsOn(viewer, incident),
    keptDays: context.config.FIRE_LANE_DAYS,
  };
}

/** Of what the reader sees whole: another post's or town's matters are not counted. */
export async function fireLanes(
  context: Context,
  viewer: Viewer,
  unit: string,
): Promise<FireLanes> {
  const found = await read(context.db, scopeOf(viewer), (tx) =>
    listStopsWithin(tx, unit, mostCounted),
  );
  const rows = found.filter((row) => seesFully(viewer, row.party_units, row.unit));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const counted = recurrences(
    rows.map((row) => ({
      id: row.id,
      vehicle: row.plate_hash,
      laneKey: row.lane_key,
      lane: row.lane,
      at: row.noted_at.getTime(),
    })),
  );
  return {
    keptDays: context.config.FIRE_LANE_DAYS,
    standing: rows
      .filter(({ gone_at, open }) => gone_at === null && open)
      .slice(0, mostShown)
      .map((row) => presentStop(context, viewer, row)),
    vehicles: counted.vehicles.slice(0, mostShown).map(({ last, times, lanes }) => {
      const row = byId.get(last.id)!;
      return {
        stop: laneStopId(row),
        plate: maskedPlate(context, viewer, row),
        times,
        lanes,
        ...lastOf(row),
      };
    }),
    lanes: counted.lanes.slice(0, mostShown).map(({ last, times, vehicles }) => ({
      lane: last.lane,
      times,
      vehicles,
      ...lastOf(byId.get(last.id)!),
    })),
    cut: found.length === mostCounted,
  };
}

const lastOf = ({ district, incident, number, noted_at }: StopRow) => ({
  lastAt: noted_at.toISOString(),
  lastIncident: { id: incidentId({ district, id: incident }), number },
});
