import { v5 } from "uuid";
import { type Key } from "@gezhi/contract/ids.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { SubmitReport } from "@gezhi/contract/reports.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { correlationGroup } from "../correlation/correlation-rules.ts";
import {
  isAtWork,
  lockForSensor,
  mergeBySensor,
  tellIncident,
} from "../incidents/sensor-commands.ts";
import type { Case } from "../incidents/incident-tables.ts";
import { type Intake, prepareIntake, takeReport } from "../reports/intake-commands.ts";
import { countOfIncident, listRecent, setAlarm } from "./alarm-queries.ts";
import type { AlarmDevice, AlarmRow, RuleInForce } from "./alarm-tables.ts";
import { categoryAt, handlersOf, levelWords, readingText, reached } from "./alarm-text-rules.ts";
import { planFor } from "./plan-rules.ts";
import { type Earlier, stormMs, stormOf, worthALine } from "./storm-rules.ts";

/** Client ids of reports are names in this space: whatever is retried opens one incident. */
const space = "2f1e7a54-5a5c-5c1d-9d0e-6a3a7f0f4a11";
const mostRecent = 5000;

export type Cause = {
  device: AlarmDevice;
  inForce: RuleInForce;
  level: Urgency;
  value: number | null;
  threshold: number | null;
  quiet: boolean;
};

const placeOf = ({ device }: Cause) => ({
  town: device.town,
  district: device.district,
  grid: ancestorAt(device.unit, "grid") ?? null,
});

/** One sentence for timeline and reasons; of a person's body it says only that there is an alarm. */
export function alarmSentence({ device, inForce, level, value, threshold }: Cause): string {
  const reading = inForce.personal
    ? inForce.rule.name
    : `${inForce.rule.name} ${device.code} ${readingText(inForce, value, threshold)}`;
  return `感知告警：${reading}，${levelWords[level]}`;
}

export const groupOf = ({ inForce, level }: Cause): string =>
  correlationGroup(categoryAt(inForce.rule, level));

/** What intake is to make of the alarm, prepared before the transaction; its locks begin it. */
export function prepareAlarmIntake(
  context: Context,
  cause: Cause,
  id: string,
  round: number,
): Promise<Intake> {
  const { device, inForce, level } = cause;
  const { rule, personal } = inForce;
  const category = categoryAt(rule, level);
  const { lon, lat } = device;
  const confirms = rule.confirm.by !== "none" && level !== "red";
  return prepareIntake(
    context,
    {
      viewer: undefined,
      trusted: "sensor",
      sensed: {
        urgency: level,
        because: alarmSentence(cause),
        verify: confirms,
        coHandlers: handlersOf(reached(rule, level, null), placeOf(cause)),
        alone: personal,
        quiet: cause.quiet,
        plan: planFor(device.profile, category),
      },
    },
    SubmitReport.parse({
      clientId: v5(`${id}|${round}`, space),
      source: "sensor",
      text: `${alarmSentence(cause)}${rule.confirm.text ? `（${rule.confirm.text}）` : ""}`,
      category,
      ...(lon === null || lat === null ? {} : { position: { lon, lat }, positionSource: "device" }),
      address: device.address || device.place,
      unit: UnitCode.parse(device.unit),
      simulated: device.simulated,
    }),
  );
}

export type Linked = {
  incident: Key;
  /** Opened by this alarm, joined by intake, or by a storm. */
  how: "opened" | "joined" | "storm" | "kept";
  text: string;
  /** Orders' handlers and parties as they stand now. */
  handlers: string[];
  parties: string[];
};

const linkedOf = (now: Case, how: Linked["how"], text: string): Linked => ({
  incident: { district: now.incident.district, id: now.incident.id },
  how,
  text,
  handlers: now.orders.map(({ handler }) => handler),
  parties: now.incident.party_units,
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
  }: {
    alarm: AlarmRow;
    cause: Cause;
    intake: Intake;
    /** The highest level that was told of before; null for a new alarm. */
    before: Urgency | null;
    at: Date;
  },
): Promise<Linked> {
  const kept = await keepIncident(tx, context, { alarm, cause, before, at });
  if (kept) return kept;
  const storm = cause.inForce.personal ? [] : await findStorm(tx, alarm, cause, at);
  const joined = storm[0] && (await joinStorm(tx, context, { alarm, cause, storm, at }));
  if (joined) return joined;
  const { kept: answer } = await takeReport(tx, context, intake);
  const now = await lockForSensor(tx, answer.incident);
  if (!now) throw new Error(`the incident of alarm ${alarm.number} is gone`);
  const text = answer.joined ? `并入事件 ${now.incident.number}` : `立案 ${now.incident.number}`;
  return linkedOf(now, answer.joined ? "joined" : "opened", text);
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
  return linkedOf(after, "kept", `${levelWords[cause.level]}，事件 ${now.incident.number} 已更新`);
}

async function findStorm(tx: Tx, alarm: AlarmRow, cause: Cause, at: Date): Promise<Earlier[]> {
  const since = new Date(at.getTime() - stormMs);
  const recent = await listRecent(tx, alarm.district, alarm.correlation_group, since, mostRecent);
  const { device } = cause;
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
  { alarm, cause, storm, at }: { alarm: AlarmRow; cause: Cause; storm: Earlier[]; at: Date },
): Promise<Linked | undefined> {
  const { district } = alarm;
  const main = storm[0]!.incident;
  for (const other of new Set(storm.map(({ incident }) => incident)))
    if (other !== main)
      await mergeBySensor(
        tx,
        context,
        { district, id: other },
        { district, id: main },
        { reason: "同一原因引起的成批告警", at },
      );
  const now = await lockForSensor(tx, { district, id: main });
  if (!now || !isAtWork(now)) return undefined;
  const { alarms, worst } = await countOfIncident(tx, { district, id: main });
  const count = alarms + 1;
  const graver = rankOf(cause.level) < worst;
  const line = worthALine(count) || graver;
  const after = line
    ? await tellIncident(tx, context, now, {
        text: `成批告警：同一范围已有 ${count} 台设备告警，合并为一件处置；最近一条为${alarmSentence(cause)}`,
        at,
        urgency: cause.level,
      })
    : now;
  return linkedOf(after, "storm", `成批告警，并入事件 ${after.incident.number}`);
}

const rankOf = (level: Urgency): number => ["red", "orange", "yellow", "blue"].indexOf(level);

/** Both ways: the alarm names its incident, and is seen by all who see it. */
export const linkAlarm = (tx: Tx, alarm: AlarmRow, linked: Linked): Promise<AlarmRow> =>
  setAlarm(tx, alarm, {
    incident: linked.incident.id,
    party_units: [...new Set([...alarm.party_units, ...linked.parties])],
  });
