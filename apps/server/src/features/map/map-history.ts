import { alarmId, deviceId, incidentId } from "@gezhi/contract/ids.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import {
  historyDays,
  type MapAlarmHistoryQuery,
  type MapDeviceHistoryQuery,
  type MapIncidentHistoryQuery,
  type MapLayer,
} from "@gezhi/contract/map.ts";
import type { z } from "zod";
import { read } from "../../platform/database/scope.ts";
import { invalid } from "../../platform/problems.ts";
import { hearsOfPersons } from "../alarms/alarm-act-rules.ts";
import type { Context } from "../context.ts";
import { deviceScope } from "../devices/device-access-rules.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { presentLayer, readOpen } from "./map-layers.ts";
import { deviceRanks, findAlarmNames } from "./map-queries.ts";
import {
  findAlarmCellsAt,
  findDeviceCellsAt,
  findDeviceNamesAt,
  findIncidentCellsAt,
  findIncidentNamesAt,
} from "./map-history-queries.ts";

const dayMs = 86_400_000;
/** Clocks of screens differ a little from the server's. */
const slackMs = 60_000;

export function instantOf({ now }: Pick<Context, "now">, text: string): Date {
  const at = Date.parse(text);
  if (at > now() + slackMs) throw invalid("回放只能看过去的时刻");
  if (at < now() - historyDays * dayMs - slackMs)
    throw invalid(`只能回放最近 ${historyDays} 天，请选较近的时刻`);
  return new Date(at);
}

/** What was open at an instant, seen by those who may see it today. */
export function mapIncidentsAt(
  context: Context,
  viewer: Viewer,
  { bbox, zoom, at, ...filter }: z.output<typeof MapIncidentHistoryQuery>,
): Promise<MapLayer> {
  const then = instantOf(context, at);
  return read(context.db, scopeOf(viewer), async (tx) => {
    const cells = await findIncidentCellsAt(tx, { bbox, zoom }, filter, then);
    const layer = await presentLayer(context, tx, cells, {
      ranks: Urgency.options,
      idOf: incidentId,
      names: (db, singles) => findIncidentNamesAt(db, singles, then),
    });
    return { ...layer, at: then.toISOString() };
  });
}

export function mapAlarmsAt(
  context: Context,
  viewer: Viewer,
  { bbox, zoom, at, ...filter }: z.output<typeof MapAlarmHistoryQuery>,
): Promise<MapLayer> {
  const then = instantOf(context, at);
  return read(context.db, scopeOf(viewer), async (tx) => {
    const persons = hearsOfPersons(viewer);
    const cells = await findAlarmCellsAt(tx, { bbox, zoom }, { ...filter, persons }, then);
    const layer = await presentLayer(context, tx, cells, {
      ranks: Urgency.options,
      idOf: alarmId,
      names: findAlarmNames,
    });
    return { ...layer, at: then.toISOString() };
  });
}

export function mapDevicesAt(
  context: Context,
  viewer: Viewer,
  { bbox, zoom, at, ...filter }: z.output<typeof MapDeviceHistoryQuery>,
): Promise<MapLayer> {
  const then = instantOf(context, at);
  return readOpen(context, deviceScope(viewer), async (tx) => {
    const cells = await findDeviceCellsAt(tx, { bbox, zoom }, filter, viewer, then);
    const layer = await presentLayer(context, tx, cells, {
      ranks: deviceRanks,
      idOf: deviceId,
      names: (db, singles) => findDeviceNamesAt(db, singles, then),
    });
    return { ...layer, at: then.toISOString() };
  });
}
