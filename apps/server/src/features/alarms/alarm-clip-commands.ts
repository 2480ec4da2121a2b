import type { Key } from "@gezhi/contract/ids.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { recordOpening } from "../incidents/remark-commands.ts";
import { announce } from "../live/live-commands.ts";
import { alarmAnnouncement } from "./alarm-announcements.ts";
import { addStep, lockAlarm } from "./alarm-queries.ts";

/** A clip joins an alarm that has long been told: screens that show it look again, and nothing pops up for it. */
export async function tellOfClip(
  tx: Tx,
  context: Context,
  key: Key,
  moving: boolean,
): Promise<void> {
  const alarm = await lockAlarm(tx, key);
  if (!alarm) return;
  const text = moving ? "设备传来一段视频" : "设备传来一张画面";
  await addStep(tx, alarm, new Date(context.now()), { act: "clip", text });
  await announce(tx, [alarmAnnouncement(context, alarm, "clip", false)]);
}

/** Somebody looks at recognisable persons or takes them out: the alarm says so, and the incident it hangs on. */
export async function tellOfOpening(
  tx: Tx,
  context: Context,
  viewer: Viewer,
  key: Key,
  { text, reason }: { text: string; reason: string },
  at: Date,
): Promise<void> {
  const alarm = await lockAlarm(tx, key);
  if (!alarm) return;
  const { name: actor, account } = viewer;
  await addStep(tx, alarm, at, { act: "open", text: `${text}：${reason}`, actor, account });
  if (alarm.incident !== null) {
    const incident = { district: alarm.district, id: alarm.incident };
    await recordOpening(tx, context, viewer, incident, { text, note: reason }, at);
  }
  await announce(tx, [alarmAnnouncement(context, alarm, "open", false)]);
}
