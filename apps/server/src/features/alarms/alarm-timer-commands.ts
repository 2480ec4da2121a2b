import { sql } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Db } from "../../platform/database/connect.ts";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import { createResting } from "../../platform/resting.ts";
import type { Context } from "../context.ts";
import { announce } from "../live/live-commands.ts";
import { notify } from "../notices/notice-commands.ts";
import { alarmAnnouncement, alarmMatter } from "./alarm-announcements.ts";
import { addStep, lockAlarm, setAlarm } from "./alarm-queries.ts";
import type { AlarmRow } from "./alarm-tables.ts";
import { missCall } from "./outside-call-commands.ts";
import { listDueCalls } from "./outside-queries.ts";

/** R76: red that nobody acknowledged for so long goes before the officers. */
export const unheardMs = 60_000;
const batch = 200;
const failing = createResting(60_000);

/** What time brings about: forgotten acknowledgements, unheard red, calls nobody took. Safe for any number of workers. */
export async function stepAlarms(context: Context): Promise<number> {
  const at = new Date(context.now());
  const resting = failing.at(at.getTime());
  const before = new Date(at.getTime() - unheardMs);
  const { forgotten, unheard, missed } = await read(context.db, "system", async (tx) => ({
    forgotten: await listForgotten(tx, at, resting),
    unheard: await listUnheard(tx, before, resting),
    missed: await listDueCalls(tx, at, resting, batch),
  }));
  const done =
    (await each(context, forgotten, (tx, key) => bringBack(tx, context, key, at))) +
    (await each(context, unheard, (tx, key) => escalate(tx, context, key, at))) +
    (await each(context, missed, (tx, { id }) => missCall(tx, context, id, at)));
  if (done > 0) context.hint();
  return done;
}

async function each(
  { db, now, log }: Context,
  keys: readonly Key[],
  work: (tx: Tx, key: Key) => Promise<boolean>,
): Promise<number> {
  let done = 0;
  for (const key of keys)
    try {
      if (await write(db, "system", (tx) => work(tx, key))) done += 1;
    } catch (error) {
      failing.lay(key.id, now());
      log.error({ err: error, of: key.id }, "a timer of an alarm failed, trying again in a minute");
    }
  return done;
}

/** Not forgotten is what somebody works on: its incident was accepted, or is over. */
async function listForgotten(db: Db, at: Date, except: readonly string[]): Promise<Key[]> {
  const { rows } = await sql<Key>`
    select a.district, a.id from alarms a
    left join incidents i on i.district = a.district and i.id = a.incident
    where a.status = 'acknowledged' and a.acknowledged_until <= ${at} and a.id <> all(${except}::uuid[])
      and (i.id is null or i.status in ('reported', 'verifying', 'registered', 'dispatched', 'returnRequested'))
    order by a.acknowledged_until limit ${batch}`.execute(db);
  return rows;
}

const listUnheard = (db: Db, before: Date, except: readonly string[]): Promise<Key[]> =>
  db
    .selectFrom("alarms")
    .select(["district", "id"])
    .where("status", "=", "raised")
    .where("level", "=", "red")
    .where("escalated_at", "is", null)
    .where("updated_at", "<=", before)
    .where("popup", "=", true)
    .where(sql<boolean>`id <> all(${[...except]}::uuid[])`)
    .orderBy("raised_at")
    .limit(batch)
    .execute();

async function bringBack(tx: Tx, context: Context, key: Key, at: Date): Promise<boolean> {
  const before = await lockAlarm(tx, key);
  if (before?.status !== "acknowledged" || (before.acknowledged_until ?? at) > at) return false;
  const alarm = await setAlarm(tx, before, {
    status: "raised",
    acknowledged_until: null,
    updated_at: at,
    escalated_at: null,
  });
  await addStep(tx, alarm, at, { act: "forget", text: "确认后无人处置，重新提醒" });
  const popup = alarm.suppressed === null && alarm.popup;
  await announce(tx, [alarmAnnouncement(context, alarm, "forget", popup)]);
  return true;
}

async function escalate(tx: Tx, context: Context, key: Key, at: Date): Promise<boolean> {
  const before = await lockAlarm(tx, key);
  if (before?.status !== "raised" || before.escalated_at || before.level !== "red") return false;
  const alarm = await setAlarm(tx, before, { escalated_at: at });
  await addStep(tx, alarm, at, { act: "escalate", text: "红色告警 60 秒无人确认，已上报值班长" });
  await tellOfficers(tx, context, alarm);
  await announce(tx, [alarmAnnouncement(context, alarm, "escalate", true)]);
  return true;
}

async function tellOfficers(tx: Tx, context: Context, alarm: AlarmRow): Promise<void> {
  const { town, district } = alarm;
  const matter = alarmMatter(context, alarm);
  await notify(tx, context, {
    district,
    incident: alarm.incident,
    urgency: "red",
    act: "alarm",
    title: matter.title("红色告警无人确认"),
    body: matter.body,
    cause: `unheard ${alarm.id} ${alarm.returns} ${alarm.updated_at.getTime()}`,
    recipients: {
      roles: [
        ...(town
          ? ([
              { role: "dutyOfficer", unit: town },
              { role: "commander", unit: town },
            ] as const)
          : []),
        { role: "districtCentre", unit: district },
      ],
    },
  });
}
