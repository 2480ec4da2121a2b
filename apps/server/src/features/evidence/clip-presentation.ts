import type { Clip, Clips, Unsealing } from "@gezhi/contract/evidence.ts";
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
import { findAlarm } from "../alarms/alarm-queries.ts";
import { listOfIncident } from "../alarms/incident-alarm-queries.ts";
import type { AlarmRow } from "../alarms/alarm-tables.ts";
import { hearsOfPersons } from "../alarms/alarm-act-rules.ts";
import type { Context } from "../context.ts";
import { fileUrls } from "../files/file-presentation.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { findIncident } from "../incidents/incident-queries.ts";
import { fallingObjects, isSealed, type KeptTrace, mayLook } from "./clip-rules.ts";
import { type ClipRow, listClips } from "./clip-queries.ts";
import { unsealingsOf } from "./unsealing-commands.ts";

type Shown = z.infer<typeof Clips>;

export const clipsOfAlarm = (context: Context, viewer: Viewer, id: AlarmId): Promise<Shown> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    const alarm = await findAlarm(tx, keyOf(id));
    if (!alarm || (alarm.personal && !hearsOfPersons(viewer))) throw notFound("告警");
    const items = await clipsOf(context, tx, viewer, [alarm]);
    const kept = items.filter(({ deletedAt }) => deletedAt === null);
    if (kept.length === 0 || alarm.category !== fallingObjects) return { items, pack: "never" };
    const now = new Date(context.now());
    const pack = (await unsealingsOf(tx, viewer, [alarm], now)).get(alarm.id) ?? "never";
    // Where nobody can be recognised, a reason is enough.
    const needsAnother = kept.some(({ sealed }) => sealed);
    return { items, pack: pack === "never" || needsAnother ? pack : "reason" };
  });

export const clipsOfIncident = (context: Context, viewer: Viewer, id: IncidentId): Promise<Shown> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    if (!(await findIncident(tx, keyOf(id)))) throw notFound("事件");
    const alarms = await listOfIncident(tx, keyOf(id));
    return { items: await clipsOf(context, tx, viewer, alarms), pack: "never" };
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
  const rows = await listClips(tx, first.district, [...shown.keys()]);
  const now = new Date(context.now());
  const unsealings = await unsealingsOf(tx, viewer, [...shown.values()], now);
  return rows.flatMap((row) => {
    const alarm = shown.get(row.alarm ?? "");
    return alarm
      ? [presentClip(context, row, alarm, unsealings.get(alarm.id) ?? ("never" as const))]
      : [];
  });
}

function presentClip(context: Context, row: ClipRow, alarm: AlarmRow, unsealing: Unsealing): Clip {
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
    opening: sealed && file !== null ? unsealing : null,
    trace: row.trace as KeptTrace | null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
    simulated: row.simulated,
  };
}
