import type { Key } from "@gezhi/contract/ids.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
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
