import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { type IncidentChange, onIncidentChanged } from "../incidents/incident-hooks.ts";
import { announce } from "../live/live-commands.ts";
import { alarmAnnouncement } from "./alarm-announcements.ts";
import { addStep, listOfIncident, moveAlarms, setAlarm } from "./alarm-queries.ts";
import type { AlarmRow } from "./alarm-tables.ts";

const known = new WeakSet<Context>();

/** Alarms follow their incident: who sees it, where it was merged, what people found. Called once by `main/`. */
export function registerAlarms(context: Context): void {
  if (known.has(context)) return;
  known.add(context);
  onIncidentChanged(context, followIncident);
}

const verdictOf = ({ before, input, case: { incident } }: IncidentChange) => {
  if (incident.status === before) return null;
  if (incident.status === "falseAlarm") return "false" as const;
  const confirmed = input?.act === "verify" && incident.status === "registered";
  return confirmed || incident.status === "closed" || incident.status === "handling"
    ? ("true" as const)
    : null;
};

async function followIncident(tx: Tx, context: Context, change: IncidentChange): Promise<void> {
  const { incident } = change.case;
  if (!incident.by_sensor) return;
  if (incident.merged_into !== null)
    await moveAlarms(tx, incident.district, incident.id, incident.merged_into);
  const verdict = verdictOf(change);
  const ends = verdict === "false" || incident.status === "closed";
  for (const alarm of await listOfIncident(tx, incident)) {
    const parties = [...new Set([...alarm.party_units, ...incident.party_units])];
    const judged = verdict !== null && alarm.verdict === null;
    const over = ends && (alarm.status === "raised" || alarm.status === "acknowledged");
    const grew = parties.length > alarm.party_units.length;
    if (!judged && !over && !grew) continue;
    const after = await setAlarm(tx, alarm, {
      party_units: parties,
      ...(judged ? { verdict, verdict_reason: reasonOf(change) } : {}),
      ...(over ? endingOf(alarm, verdict === "false", change.at) : {}),
    });
    if (judged)
      await addStep(tx, alarm, change.at, {
        act: verdict === "false" ? "callFalse" : "confirm",
        text: `事件 ${incident.number}：${change.text}`,
      });
    if (judged || over) await announce(tx, [alarmAnnouncement(context, after, "verdict", false)]);
  }
}

const reasonOf = ({ note, text }: IncidentChange): string => note ?? text;

const endingOf = (alarm: AlarmRow, isFalse: boolean, at: Date) =>
  isFalse
    ? ({ status: "false", updated_at: at, acknowledged_until: null } as const)
    : alarm.condition_ended_at === null
      ? {}
      : ({ status: "cleared", cleared_at: at, updated_at: at, acknowledged_until: null } as const);
