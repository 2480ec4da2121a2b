import type { Key } from "@gezhi/contract/ids.ts";
import { type Urgency, urgencyRanks } from "@gezhi/contract/incidents.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { lifecycle } from "../incidents/incident-lifecycle.ts";
import {
  glanceAtIncident,
  isAtWork,
  lockForSensor,
  mergeBySensor,
  tellIncident,
} from "../incidents/sensor-commands.ts";
import type { Case } from "../incidents/incident-tables.ts";
import { type Intake, takeReport } from "../reports/intake-commands.ts";
import { countOfIncident, findIncidentOfDevice, listRecent } from "./incident-alarm-queries.ts";
import type { AlarmRow } from "./alarm-tables.ts";
import { handlersOf, levelWords, reached } from "./alarm-text-rules.ts";
import { type Earlier, stormMs, stormOf, strikesTown, worthALine } from "./storm-rules.ts";
import { alarmSentence, type Cause, placeOf } from "./alarm-intake-commands.ts";

/** Enough to see a storm and the few incidents that were opened before it was seen. */
const mostRecent = 50;

export type Linked = {
  incident: Key;
  /** Opened by this alarm, joined by intake, or by a storm. */
  how: "opened" | "joined" | "storm" | "kept";
  text: string;
  /** Orders' handlers and parties as they stand now. */
  handlers: string[];
  parties: string[];
  /** Its opening told the district's centre, which has it. */
  withDistrict: boolean;
  /** Pop-ups that its other alarms made so far, and the gravest of them: 0 red … 4 none. */
  before: { popups: number; worst: number };
};

const nothingBefore: Linked["before"] = { popups: 0, worst: 4 };

const linkedOf = (
  { incident, orders }: Case,
  how: Linked["how"],
  text: string,
  before: Linked["before"],
): Linked => ({
  before,
  incident: { district: incident.district, id: incident.id },
  how,
  text,
  handlers: orders.map(({ handler }) => handler),
  parties: incident.party_units,
  withDistrict: incident.chain_level === "district",
});

/** Finds the alarm's incident: the one it has, a storm's, or whatever intake finds or opens. */
export async function linkIncident(
  tx: Tx,
  context: Context,
  {
    alarm,
    cause,
    intake,
    before,
    at,
    tellFirst,
  }: {
    alarm: AlarmRow;
    cause: Cause;
    intake: Intake;
    /** The highest level that was told of before; null for a new alarm. */
    before: Urgency | null;
    at: Date;
    /** Called before an incident is changed, which may add steps to other alarms. */
    tellFirst: () => Promise<void>;
  },
): Promise<Linked> {
  if (alarm.incident !== null) await tellFirst();
  const kept = await keepIncident(tx, context, { alarm, cause, before, at });
  if (kept) return kept;
  const own = await joinOwn(tx, context, { alarm, cause, at, tellFirst });
  if (own) return own;
  const storm = cause.inForce.personal ? [] : await findStorm(tx, alarm, cause, at);
  const joined = storm[0] && (await joinStorm(tx, context, { alarm, cause, storm, at, tellFirst }));
  if (joined) return joined;
  await tellFirst();
  const { kept: answer } = await takeReport(tx, context, intake);
  const { district, id } = answer.incident;
  const now = await glanceAtIncident(tx, { district, id });
  if (!now) throw new Error(`the incident of alarm ${alarm.number} is gone`);
  return {
    incident: { district, id },
    how: answer.joined ? "joined" : "opened",
    text: `${answer.joined ? "并入事件" : "立案"} ${now.number}`,
    handlers: now.handlers,
    parties: now.party_units,
    withDistrict: now.chain_level === "district",
    before: answer.joined ? await countOfIncident(tx, { district, id }) : nothingBefore,
  };
}

/** The incident the alarm has, told of the level it reached; undefined when that is over. */
async function keepIncident(
  tx: Tx,
  context: Context,
  {
    alarm,
    cause,
    before,
    at,
  }: {
    alarm: AlarmRow;
    cause: Cause;
    before: Urgency | null;
    at: Date;
  },
): Promise<Linked | undefined> {
  if (alarm.incident === null) return undefined;
  const now = await lockForSensor(tx, { district: alarm.district, id: alarm.incident });
  if (!now || !isAtWork(now)) return undefined;
  const after = await tellIncident(tx, context, now, {
    text: alarmSentence(cause),
    at,
    urgency: cause.level,
    coHandlers: handlersOf(reached(cause.inForce.rule, cause.level, before), placeOf(cause)),
  });
  const text = `${levelWords[cause.level]}，事件 ${now.incident.number} 已更新`;
  const others = await countOfIncident(tx, now.incident, alarm.id);
  return linkedOf(after, "kept", text, others);
}

/** Somebody can still be sent there; work that is reported done, or rests, would swallow a new call for help. */
const takesMore = ({ incident: { status } }: Case): boolean =>
  status === "verifying" || lifecycle.dispatch.from.includes(status);

/**
 * What one device says of one trouble by several rules is one matter: whoever is on the way hears of it. A person's
 * alarm joins nothing else, for nothing else is known to be about the same person.
 */
async function joinOwn(
  tx: Tx,
  context: Context,
  {
    alarm,
    cause,
    at,
    tellFirst,
  }: { alarm: AlarmRow; cause: Cause; at: Date; tellFirst: () => Promise<void> },
): Promise<Linked | undefined> {
  const incident = await findIncidentOfDevice(tx, alarm);
  if (incident === undefined) return undefined;
  await tellFirst();
  const now = await lockForSensor(tx, { district: alarm.district, id: incident });
  if (!now || !takesMore(now)) return undefined;
  const before = await countOfIncident(tx, now.incident);
  const after = await tellIncident(tx, context, now, {
    text: alarmSentence(cause),
    at,
    urgency: cause.level,
    coHandlers: handlersOf(reached(cause.inForce.rule, cause.level, null), placeOf(cause)),
  });
  return linkedOf(after, "joined", `同一设备，并入事件 ${now.incident.number}`, before);
}

async function findStorm(tx: Tx, alarm: AlarmRow, cause: Cause, at: Date): Promise<Earlier[]> {
  const since = new Date(at.getTime() - stormMs);
  const { device } = cause;
  const recent = await listRecent(tx, {
    district: alarm.district,
    group: alarm.correlation_group,
    since,
    near: {
      gateway: device.gateway,
      place: device.place || null,
      unit: alarm.unit,
      town: strikesTown(alarm.category) ? device.town : null,
    },
    most: mostRecent,
  });
  return stormOf(
    {
      device: device.number,
      unit: alarm.unit,
      place: device.place,
      gateway: device.gateway,
      town: device.town,
      category: alarm.category,
    },
    recent,
  );
}

/** One cause, one incident: the eldest's; the few that were opened before the storm was seen go into it. */
async function joinStorm(
  tx: Tx,
  context: Context,
  {
    alarm,
    cause,
    storm,
    at,
    tellFirst,
  }: {
    alarm: AlarmRow;
    cause: Cause;
    storm: Earlier[];
    at: Date;
    tellFirst: () => Promise<void>;
  },
): Promise<Linked | undefined> {
  const { district } = alarm;
  const main = storm[0]!.incident;
  const others = new Set(storm.map(({ incident }) => incident).filter((one) => one !== main));
  if (others.size > 0) await tellFirst();
  for (const other of others)
    await mergeBySensor(
      tx,
      context,
      { district, id: other },
      { district, id: main },
      { reason: "同一原因引起的成批告警", at },
    );
  const key = { district, id: main };
  const seen = await glanceAtIncident(tx, key);
  if (!seen?.open) return undefined;
  const before = await countOfIncident(tx, key);
  const count = before.alarms + 1;
  const text = `成批告警，并入事件 ${seen.number}`;
  if (!worthALine(count) && urgencyRanks[cause.level] >= before.worst)
    return {
      incident: key,
      how: "storm",
      text,
      handlers: [],
      parties: seen.party_units,
      withDistrict: false,
      before,
    };
  await tellFirst();
  const now = await lockForSensor(tx, key);
  if (!now || !isAtWork(now)) return undefined;
  const after = await tellIncident(tx, context, now, {
    text: `成批告警：同一范围已有 ${count} 台设备告警，合并为一件处置；最近一条为${alarmSentence(cause)}`,
    at,
    urgency: cause.level,
  });
  return linkedOf(after, "storm", text, before);
}
