import type { Updateable } from "kysely";
import type { Alarms } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { type IncidentChange, onIncidentChanged } from "../incidents/incident-hooks.ts";
import { announce } from "../live/live-commands.ts";
import { alarmAnnouncement } from "./alarm-announcements.ts";
import { addStepToAll, setAlarms } from "./alarm-queries.ts";
import { addParties, listOfIncident, moveAlarms, returnAlarms } from "./incident-alarm-queries.ts";
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
  if (change.act === "merge" && incident.merged_into !== null) {
    const { district, id: from, merged_into: to } = incident;
    const text = `事件 ${incident.number} ${change.text}`;
    await follow(tx, context, await moveAlarms(tx, { district, from, to }), text, change.at);
  }
  if (change.act === "unmerge") {
    const text = `事件 ${incident.number} ${change.text}`;
    await follow(tx, context, await returnAlarms(tx, incident), text, change.at);
  }
  const verdict = verdictOf(change);
  const isFalse = verdict === "false";
  const alarms = await listOfIncident(tx, incident);
  await addParties(tx, incident, incident.party_units);
  const judged = verdict === null ? [] : alarms.filter((alarm) => alarm.verdict === null);
  const over = isFalse || incident.status === "closed" ? alarms.filter(isOpen) : [];
  // A storm's alarms are thousands: each of these is one statement.
  const changed = new Map<string, AlarmRow>();
  const apply = async (some: readonly AlarmRow[], set: Updateable<Alarms>) => {
    if (some.length === 0) return;
    for (const alarm of await setAlarms(tx, some, set)) changed.set(alarm.id, alarm);
  };
  await apply(judged, { verdict, verdict_reason: change.note ?? change.text });
  if (isFalse)
    await apply(over, { status: "false", updated_at: change.at, acknowledged_until: null });
  else
    await apply(
      over.filter(({ condition_ended_at }) => condition_ended_at !== null),
      {
        status: "cleared",
        cleared_at: change.at,
        updated_at: change.at,
        acknowledged_until: null,
      },
    );
  if (judged.length > 0)
    await addStepToAll(tx, judged, change.at, {
      act: isFalse ? "callFalse" : "confirm",
      text: `事件 ${incident.number}：${change.text}`,
    });
  await announce(
    tx,
    [...changed.values()].map((alarm) => alarmAnnouncement(context, alarm, "verdict", false)),
  );
}

const isOpen = ({ status }: AlarmRow): boolean => status === "raised" || status === "acknowledged";

/** Screens that show the alarms by incident hear of the open ones only. */
async function follow(
  tx: Tx,
  context: Context,
  alarms: readonly AlarmRow[],
  text: string,
  at: Date,
): Promise<void> {
  if (alarms.length === 0) return;
  await addStepToAll(tx, alarms, at, { act: "link", text });
  await announce(
    tx,
    alarms.filter(isOpen).map((alarm) => alarmAnnouncement(context, alarm, "link", false)),
  );
}
