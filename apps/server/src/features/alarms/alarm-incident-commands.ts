import { v5 } from "uuid";
import { type Key } from "@gezhi/contract/ids.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { type Urgency, urgencyRanks } from "@gezhi/contract/incidents.ts";
import { SubmitReport } from "@gezhi/contract/reports.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { correlationGroup } from "../correlation/correlation-rules.ts";
import { lifecycle } from "../incidents/incident-lifecycle.ts";
import {
  glanceAtIncident,
  isAtWork,
  lockForSensor,
  mergeBySensor,
  tellIncident,
} from "../incidents/sensor-commands.ts";
import type { Case } from "../incidents/incident-tables.ts";
import { type Intake, prepareIntake, takeReport } from "../reports/intake-commands.ts";
import { countOfIncident, findIncidentOfDevice, listRecent } from "./alarm-queries.ts";
import type { AlarmDevice, AlarmRow, RuleInForce } from "./alarm-tables.ts";
import {
  categoryAt,
  handlersOf,
  levelWords,
  type Measured,
  readingText,
  reached,
} from "./alarm-text-rules.ts";
import type { Called } from "./nearest-rules.ts";
import { planFor } from "./plan-rules.ts";
import { type Earlier, stormMs, stormOf, strikesTown, worthALine } from "./storm-rules.ts";

/** Client ids of reports are names in this space: whatever is retried opens one incident. */
const space = "2f1e7a54-5a5c-5c1d-9d0e-6a3a7f0f4a11";
/** Enough to see a storm and the few incidents that were opened before it was seen. */
const mostRecent = 50;

export type Cause = {
  device: AlarmDevice;
  inForce: RuleInForce;
  level: Urgency;
  measured: Measured;
  quiet: boolean;
  /** Where the rule names the nearest on duty. */
  called?: Called | undefined;
};

const placeOf = ({ device, called }: Cause) => ({
  nearest: called?.people.map(({ handler }) => handler) ?? [],
  town: device.town,
  district: device.district,
  grid: ancestorAt(device.unit, "grid") ?? null,
});

/** One sentence for timeline and reasons; of a person's body it says only that there is an alarm. */
export function alarmSentence({ device, inForce, level, measured }: Cause): string {
  const reading = inForce.personal
    ? inForce.rule.name
    : `${inForce.rule.name} ${device.code} ${readingText(inForce, measured)}`;
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
