import type { Clip, Clips } from "@gezhi/contract/evidence.ts";
import {
  type AlarmId,
  alarmId,
  clipId,
  fileId,
  type IncidentId,
  keyOf,
} from "@gezhi/contract/ids.ts";
import type { z } from "zod";
import { read, type Tx } from "../../platform/database/scope.ts";
import { notFound } from "../../platform/problems.ts";
import { findAlarm, listOfIncident } from "../alarms/alarm-queries.ts";
import type { AlarmRow } from "../alarms/alarm-tables.ts";
import { hearsOfPersons } from "../alarms/alarm-act-rules.ts";
import type { Context } from "../context.ts";
import { fileUrls } from "../files/file-presentation.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { findIncident } from "../incidents/incident-queries.ts";
import { isSealed, type KeptTrace, mayLook, mayOpenSealed, packProblem } from "./clip-rules.ts";
import { type ClipRow, listClips } from "./clip-queries.ts";

type Shown = z.infer<typeof Clips>;

export const clipsOfAlarm = (context: Context, viewer: Viewer, id: AlarmId): Promise<Shown> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    const alarm = await findAlarm(tx, keyOf(id));
    if (!alarm || (alarm.personal && !hearsOfPersons(viewer))) throw notFound("告警");
    const items = await clipsOf(context, tx, viewer, [alarm]);
    const kept = items.some(({ deletedAt }) => deletedAt === null);
    return { items, mayTakePack: kept && packProblem(viewer, alarm) === undefined };
  });

export const clipsOfIncident = (context: Context, viewer: Viewer, id: IncidentId): Promise<Shown> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    if (!(await findIncident(tx, keyOf(id)))) throw notFound("事件");
    const alarms = await listOfIncident(tx, keyOf(id));
    return { items: await clipsOf(context, tx, viewer, alarms), mayTakePack: false };
  });

/** Those whose pictures this viewer is shown; of others none. */
async function clipsOf(
  context: Context,
  tx: Tx,
  viewer: Viewer,
  alarms: readonly AlarmRow[],
): Promise<Clip[]> {
  const shown = new Map(
    alarms.flatMap((alarm) => (mayLook(viewer, alarm) ? [[alarm.id, alarm] as const] : [])),
  );
  const [first] = shown.values();
  if (!first) return [];
  return (await listClips(tx, first.district, [...shown.keys()])).flatMap((row) => {
    const alarm = shown.get(row.alarm ?? "");
    return alarm ? [presentClip(context, row, alarm, mayOpenSealed(viewer, alarm))] : [];
  });
}

function presentClip(context: Context, row: ClipRow, alarm: AlarmRow, opens: boolean): Clip {
  const sealed = isSealed(row.masked, alarm);
  const { file_district, file } = row;
  const urls =
    sealed || file === null || file_district === null
      ? { url: null, thumbnail: null }
      : fileUrls(context, fileId({ district: file_district, id: file }), row.has_thumbnail);
  return {
    id: clipId(row),
    alarm: alarmId(alarm),
    at: row.at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    type: row.type,
    ...urls,
    masked: row.masked,
    sealed,
    mayOpen: sealed && opens && file !== null,
    trace: row.trace as KeptTrace | null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
    simulated: row.simulated,
  };
}
