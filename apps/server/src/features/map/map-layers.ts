import { alarmId, deviceId, incidentId, type Key } from "@gezhi/contract/ids.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import type {
  MapAlarmQuery,
  MapDeviceQuery,
  MapIncidentQuery,
  MapLayer,
} from "@gezhi/contract/map.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type { z } from "zod";
import { read, type Scope, type Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { deviceScope } from "../devices/device-access-rules.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { placeName } from "../organisation/post-directory.ts";
import {
  countUnplaced,
  deviceRanks,
  findAlarmCells,
  findAlarmNames,
  findDeviceCells,
  findDeviceNames,
  findIncidentCells,
  findIncidentNames,
  type Cell,
  type Named,
} from "./map-queries.ts";

type Asked<Q extends z.ZodType> = z.output<Q>;

export const mapIncidents = (
  context: Context,
  viewer: Viewer,
  { bbox, zoom, ...filter }: Asked<typeof MapIncidentQuery>,
): Promise<MapLayer> =>
  readOpen(context, scopeOf(viewer), async (tx) => {
    const at = new Date(context.now());
    const cells = await findIncidentCells(tx, { bbox, zoom }, filter, at);
    const layer = await presentLayer(context, tx, cells, {
      ranks: Urgency.options,
      idOf: incidentId,
      names: (db, singles) => findIncidentNames(db, singles, at),
    });
    return { ...layer, unplaced: await countUnplaced(tx, filter, at) };
  });

export const mapAlarms = (
  context: Context,
  viewer: Viewer,
  { bbox, zoom, ...filter }: Asked<typeof MapAlarmQuery>,
): Promise<MapLayer> =>
  readOpen(context, scopeOf(viewer), async (tx) => {
    const cells = await findAlarmCells(tx, { bbox, zoom }, filter, viewer);
    return presentLayer(context, tx, cells, {
      ranks: Urgency.options,
      idOf: alarmId,
      names: findAlarmNames,
    });
  });

export const mapDevices = (
  context: Context,
  viewer: Viewer,
  { bbox, zoom, ...filter }: Asked<typeof MapDeviceQuery>,
): Promise<MapLayer> =>
  readOpen(context, deviceScope(viewer), async (tx) => {
    const cells = await findDeviceCells(tx, { bbox, zoom }, filter, viewer);
    return presentLayer(context, tx, cells, {
      ranks: deviceRanks,
      idOf: deviceId,
      names: findDeviceNames,
    });
  });

/** What has no place lies on no map. */
const seesPlaces = (scope: Scope): boolean =>
  scope === "system" || scope.parties.some((party) => !/^\d{2}0000$/.test(party));

export const readOpen = async (
  context: Context,
  scope: Scope,
  work: (tx: Tx) => Promise<MapLayer>,
): Promise<MapLayer> => {
  const layer = await read(context.db, scope, work);
  return seesPlaces(scope) ? layer : { ...layer, closed: true };
};

export const closedLayer = ({ now }: Pick<Context, "now">): MapLayer => ({
  closed: true,
  clusters: [],
  points: [],
  total: 0,
  unplaced: 0,
  at: new Date(now()).toISOString(),
});

export type Kind = {
  ranks: readonly string[];
  idOf: (key: Key) => string;
  names: (tx: Tx, singles: readonly Cell[]) => Promise<Named[]>;
};

export async function presentLayer(
  context: Context,
  tx: Tx,
  cells: readonly Cell[],
  { ranks, idOf, names }: Kind,
): Promise<MapLayer> {
  const singles = cells.filter(({ count }) => count === 1);
  const known = new Map(
    (singles.length > 0 ? await names(tx, singles) : []).map((row) => [row.id, row]),
  );
  const worstOf = ({ rank }: Cell) => ranks[rank] ?? ranks[0]!;
  return {
    clusters: cells
      .filter(({ count }) => count > 1)
      .map((cell) => ({
        lon: cell.lon,
        lat: cell.lat,
        count: cell.count,
        worst: worstOf(cell),
        reach: { west: cell.west, south: cell.south, east: cell.east, north: cell.north },
      })),
    points: singles.flatMap((cell) => {
      const row = known.get(cell.id);
      if (!row) return [];
      return [
        {
          lon: cell.lon,
          lat: cell.lat,
          id: idOf(row),
          title: row.title,
          number: row.number,
          worst: worstOf(cell),
          status: row.status,
          unit: { code: UnitCode.parse(row.unit), name: placeName(context, row.unit) },
          since: row.since?.toISOString() ?? null,
          overdue: row.overdue,
          incident: row.incident ? incidentId({ district: row.district, id: row.incident }) : null,
          ...(row.simulated ? { simulated: true } : {}),
        },
      ];
    }),
    total: cells[0]?.total ?? 0,
    unplaced: 0,
    at: new Date(context.now()).toISOString(),
  };
}
