import type { TakeAlarmAct } from "@gezhi/contract/alarms.ts";
import { type AlarmId, incidentId, type Key, keyOf } from "@gezhi/contract/ids.ts";
import { type Tx, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound, ProblemError } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { performIn } from "../incidents/incident-commands.ts";
import {
  endAsFalseAlarm,
  isAtWork,
  lockForSensor,
  tellIncident,
} from "../incidents/sensor-commands.ts";
import { announce } from "../live/live-commands.ts";
import { sql } from "kysely";
import { hearsOfPersons, isPossible, mayTake, needsReason } from "./alarm-act-rules.ts";
import { alarmAnnouncement } from "./alarm-announcements.ts";
import { mutedText } from "./alarm-text-rules.ts";
import { addStep, lockAlarm, type NewStep, setAlarm } from "./alarm-queries.ts";
import { countOthers } from "./incident-alarm-queries.ts";
import type { AlarmRow } from "./alarm-tables.ts";
import { partyNames } from "./outside-call-commands.ts";
import { lockCallOf, setCall } from "./outside-queries.ts";
import type { OutsideParty } from "@gezhi/contract/sensing.ts";

export const actWords: Record<TakeAlarmAct["act"], string> = {
  acknowledge: "确认收到",
  confirm: "核实属实",
  callFalse: "判为误报",
  clear: "人工解除",
  mute: "静音，不再弹窗",
};

/** One act of a person on an alarm, with what it means for its incident, in one transaction. */
export async function actOnAlarm(
  context: Context,
  viewer: Viewer,
  id: AlarmId,
  { act, reason }: TakeAlarmAct,
): Promise<void> {
  const at = new Date(context.now());
  if (needsReason.includes(act) && reason.length < 2)
    throw invalid("请写明原因，便于统计误报和改进规则", [{ path: "reason", message: "必填" }]);
  await write(context.db, scopeOf(viewer), async (tx) => {
    const alarm = await lockAlarm(tx, keyOf(id));
    if (!alarm || (alarm.personal && !hearsOfPersons(viewer))) throw notFound("告警");
    if (!mayTake(act, viewer, alarm)) throw forbidden("您的岗位不能处理这条告警");
    if (!isPossible(act, alarm)) throw conflict("告警状态已变化，请刷新后再看");
    await sql`set local app.scope = '.'`.execute(tx);
    await takeAct(tx, context, { viewer, alarm, act, reason, at });
  });
  context.hint();
}

/** The telephone was answered: somebody of the desk or the place says so. */
export async function acceptCall(
  context: Context,
  viewer: Viewer,
  id: AlarmId,
  party: OutsideParty,
): Promise<void> {
  const at = new Date(context.now());
  await write(context.db, scopeOf(viewer), async (tx) => {
    const alarm = await lockAlarm(tx, keyOf(id));
    if (!alarm || (alarm.personal && !hearsOfPersons(viewer))) throw notFound("告警");
    if (!mayTake("acknowledge", viewer, alarm)) throw forbidden("您的岗位不能处理这条告警");
    const call = await lockCallOf(tx, alarm, party);
    if (!call) throw notFound("外呼记录");
    if (call.status === "accepted") throw conflict("已登记接通，请刷新后再看");
    await setCall(tx, call, { status: "accepted", accepted_at: at });
    await addStep(tx, alarm, at, {
      act: "link",
      text: `${partyNames[party]}电话已接通`,
      actor: viewer.name,
      account: viewer.account,
    });
    await announce(tx, [alarmAnnouncement(context, alarm, "call", false)]);
  });
  context.hint();
}

type Taking = {
  viewer: Viewer;
  alarm: AlarmRow;
  act: TakeAlarmAct["act"];
  reason: string;
  at: Date;
};

async function takeAct(tx: Tx, context: Context, taking: Taking): Promise<void> {
  const { viewer, alarm, act, reason, at } = taking;
  const step: NewStep = {
    act: act === "mute" ? "suppress" : act,
    text: reason ? `${actWords[act]}：${reason}` : actWords[act],
    actor: viewer.name,
    account: viewer.account,
  };
  await addStep(tx, alarm, at, step);
  // What the incident's own hook does to its alarms comes first; the act's own words stay.
  if (act === "confirm") await confirmIncident(tx, context, taking);
  const after = await setAlarm(tx, alarm, changeOf(context, taking));
  if (act === "callFalse" && alarm.incident !== null)
    await endIncident(
      tx,
      context,
      { ...after, id: alarm.incident },
      { reason, at, number: alarm.number },
    );
  await announce(tx, [alarmAnnouncement(context, after, act, false)]);
}

export function changeOf(context: Context, { viewer, alarm, act, reason, at }: Taking) {
  const seen = {
    updated_at: at,
    acknowledged_at: at,
    acknowledged_by: viewer.account,
    acknowledged_until: new Date(at.getTime() + context.config.ALARM_ACKNOWLEDGE_MINUTES * 60_000),
  };
  const over = { updated_at: at, cleared_at: at, acknowledged_until: null };
  const ended = alarm.condition_ended_at !== null;
  const acknowledged = ended
    ? ({ ...seen, ...over, status: "cleared" } as const)
    : ({ ...seen, status: "acknowledged" } as const);
  const judged = { verdict_reason: reason || null, verdict_by: viewer.account };
  switch (act) {
    case "acknowledge":
      return acknowledged;
    case "confirm":
      return { ...acknowledged, ...judged, verdict: "true" };
    case "callFalse":
      return { ...over, ...judged, status: "false", verdict: "false" } as const;
    case "clear":
      return { ...over, status: "cleared" } as const;
    default:
      return { updated_at: at, suppressed: mutedText };
  }
}

/** Confirming the alarm verifies its incident where that waits for it and the person may. */
async function confirmIncident(tx: Tx, context: Context, { viewer, alarm, reason, at }: Taking) {
  if (alarm.incident === null) return;
  const key = { district: alarm.district, id: alarm.incident };
  const now = await lockForSensor(tx, key);
  if (!now || !["reported", "verifying"].includes(now.incident.status)) return;
  const id = incidentId({ district: now.incident.district, id: now.incident.id });
  const note = reason || `告警 ${alarm.number} 核实属实`;
  try {
    const input = { act: "verify", result: "confirmed", note, files: [] } as const;
    await performIn(tx, context, { kind: "staff", viewer }, id, { ...input, files: [] }, at);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await tellIncident(tx, context, now, { text: `感知告警：${note}`, at });
  }
}

/** False alarms end their incident when nothing else hangs on it: no other alarm, no person's report. */
export async function endIncident(
  tx: Tx,
  context: Context,
  incident: Key,
  { reason, at, number }: { reason: string; at: Date; number?: string },
): Promise<void> {
  const { district, id } = incident;
  const now = await lockForSensor(tx, { district, id });
  if (!now || !isAtWork(now)) return;
  const { others, reports } = await countOthers(tx, { district, id });
  if (others + reports === 0) await endAsFalseAlarm(tx, context, now, { reason, at });
  else
    await tellIncident(tx, context, now, {
      text: `${number ? `感知告警 ${number} ` : "本件的感知告警全部"}判为误报：${reason}`,
      at,
    });
}
