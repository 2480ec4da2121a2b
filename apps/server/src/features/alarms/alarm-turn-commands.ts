import { fireLaneCategory } from "@gezhi/contract/fire-lanes.ts";
import { type Urgency, urgencyRanks } from "@gezhi/contract/incidents.ts";
import { v7 } from "uuid";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { lockForSensor, isAtWork, tellIncident } from "../incidents/sensor-commands.ts";
import type { Intake } from "../reports/intake-commands.ts";
import { alarmAnnouncement } from "./alarm-announcements.ts";
import { type Linked, linkIncident } from "./alarm-incident-commands.ts";
import { type Cause, groupOf } from "./alarm-intake-commands.ts";
import { flush, type Later } from "./alarm-later-commands.ts";
import { insertAlarm, type NewStep, nextAlarmNumber, setAlarm } from "./alarm-queries.ts";
import { countOfIncident } from "./incident-alarm-queries.ts";
import { type AlarmRow, graver, type SignalRow } from "./alarm-tables.ts";
import { fanOut } from "./alarm-telling-commands.ts";
import { categoryAt, levelWords, mutedText, reached, readingText } from "./alarm-text-rules.ts";
import { stormPopups } from "./storm-rules.ts";

/** So often may an alarm come back within its window before it stops popping up. */
const mostReturns = 3;

export type Given = {
  signal: SignalRow;
  cause: Cause | undefined;
  intake: Intake | undefined;
  at: Date;
  later: Later;
};

export const measured = ({ value, threshold, at }: SignalRow) => ({
  value,
  threshold,
  at: at.getTime(),
});

/** Steps and timelines are read by more people than readings of a body are. */
const saidOf = ({ personal, reading }: AlarmRow, what: string): string =>
  personal ? what : `${what}：${reading}`;

/** A new alarm with all that follows from it; false when an open one is there already. */
export async function raise(
  tx: Tx,
  context: Context,
  cause: Cause,
  given: Given,
): Promise<boolean> {
  const alarm = await insertRaised(tx, cause, given);
  if (!alarm) return false;
  const steps: NewStep[] = [{ act: "raise", text: saidOf(alarm, levelWords[cause.level]) }];
  if (alarm.suppressed) steps.push({ act: "suppress", text: alarm.suppressed });
  await follow(tx, context, { ...given, alarm, cause, act: "raise", steps, before: null });
  return true;
}

/** Undefined when an open one is there already, whoever raised it a moment ago. */
async function insertRaised(
  tx: Tx,
  cause: Cause,
  { signal, at }: Given,
): Promise<AlarmRow | undefined> {
  const { device, inForce, level } = cause;
  const { rule, version, personal } = inForce;
  const maintained = device.maintenance_until !== null && device.maintenance_until > at;
  const id = v7();
  const alarm = await insertAlarm(tx, {
    district: device.district,
    id,
    number: nextAlarmNumber(device.district),
    device: device.number,
    rule: rule.code,
    rule_name: rule.name,
    rule_version: version,
    category: categoryAt(rule, level),
    status: "raised",
    level,
    peak: level,
    value: signal.value,
    threshold: signal.threshold,
    reading: readingText(inForce, measured(signal)),
    unit: device.unit,
    town: device.town,
    lon: device.lon,
    lat: device.lat,
    place: device.place || device.address || device.name,
    party_units: [device.unit],
    raised_at: at,
    updated_at: at,
    signalled_at: signal.at,
    suppressed: maintained
      ? `设备维护中${device.maintenance_reason ? `：${device.maintenance_reason}` : ""}`
      : null,
    personal,
    gateway: device.gateway,
    correlation_group: groupOf(cause),
    popup: false,
    simulated: device.simulated,
  });
  if (!alarm) return undefined;
  return alarm;
}

const newReading = ({ inForce, level }: Cause, { signal, at }: Given, before: AlarmRow) => ({
  level,
  peak: graver(level, before.peak) ? level : before.peak,
  category: categoryAt(inForce.rule, graver(level, before.peak) ? level : before.peak),
  value: signal.value,
  threshold: signal.threshold,
  reading: readingText(inForce, measured(signal)),
  updated_at: at,
  signalled_at: signal.at,
  condition_ended_at: null,
});

/** An open alarm whose readings are at a level again, or at a higher one. */
export async function rise(tx: Tx, context: Context, before: AlarmRow, cause: Cause, given: Given) {
  if (before.condition_ended_at !== null) return comeBack(tx, context, before, cause, given);
  const higher = graver(cause.level, before.level);
  const peaks = graver(cause.level, before.peak);
  const { at } = given;
  const alarm = await setAlarm(tx, before, {
    ...newReading(cause, given, before),
    // Who had seen it at a lower level has not seen this.
    ...(peaks
      ? {
          status: "raised",
          acknowledged_until: null,
          suppressed: stillMaintained(before, cause, at),
        }
      : {}),
  });
  if (!higher) return;
  const steps: NewStep[] = [
    { act: "levelUp", text: saidOf(alarm, `升为${levelWords[cause.level]}`) },
  ];
  await follow(tx, context, {
    ...given,
    alarm,
    cause,
    act: "levelUp",
    steps,
    before: before.peak,
    silent: !peaks,
  });
}

const isSilence = ({ inForce }: Cause): boolean => inForce.rule.measure.kind === "silence";

const stillMaintained = ({ suppressed }: AlarmRow, { device }: Cause, at: Date): string | null =>
  device.maintenance_until !== null && device.maintenance_until > at ? suppressed : null;

/** Over for a moment and back within its window: the same alarm, damped when it does so often. */
export async function comeBack(
  tx: Tx,
  context: Context,
  before: AlarmRow,
  cause: Cause,
  given: Given,
) {
  const { at } = given;
  const returns = before.returns + 1;
  const peaks = graver(cause.level, before.peak);
  const flaps = returns >= mostReturns && !peaks;
  const muted = before.suppressed === mutedText && !peaks ? mutedText : null;
  const damped = flaps ? `反复越限 ${returns} 次，不再弹窗` : null;
  const alarm = await setAlarm(tx, before, {
    ...newReading(cause, given, before),
    status: before.status === "acknowledged" && !peaks ? "acknowledged" : "raised",
    returns,
    verdict: before.status === "false" ? null : before.verdict,
    cleared_at: null,
    escalated_at: null,
    suppressed: stillMaintained(before, cause, at) ?? muted ?? damped,
  });
  const steps: NewStep[] = [
    {
      act: "return",
      text: saidOf(alarm, `再次${isSilence(cause) ? "无数据" : "越限"}（第 ${returns} 次）`),
    },
  ];
  if (damped && before.suppressed !== damped) steps.push({ act: "suppress", text: damped });
  await follow(tx, context, {
    ...given,
    alarm,
    cause,
    act: "return",
    steps,
    before: before.peak,
    silent: flaps || (!peaks && poppedLately(before, cause, at)),
  });
}

/**
 * One pop-up in a window (R4) for what is yellow or blue, and ends by itself. Orange and red come back only after
 * somebody had taken them: that is news.
 */
const poppedLately = ({ popped_at }: AlarmRow, { inForce, level }: Cause, at: Date): boolean =>
  popped_at !== null &&
  urgencyRanks[level] >= urgencyRanks.yellow &&
  at.getTime() - popped_at.getTime() < inForce.rule.dedupeMinutes * 60_000;

export async function lower(
  tx: Tx,
  context: Context,
  before: AlarmRow,
  cause: Cause,
  given: Given,
) {
  const { at } = given;
  const alarm = await setAlarm(tx, before, newReading(cause, given, before));
  const text = saidOf(alarm, `降为${levelWords[cause.level]}`);
  given.later.steps.push({ alarm, at, step: { act: "levelDown", text } });
  await tellOfEasing(tx, context, alarm, `感知告警 ${alarm.number} ${text}`, at);
  given.later.announcements.push(alarmAnnouncement(context, alarm, "levelDown", false));
}

/** The incident hears of it and is never closed by it: a quiet sensor proves no repair. */
export async function endCondition(tx: Tx, context: Context, before: AlarmRow, given: Given) {
  const { signal, cause, at, later } = given;
  const seen = before.status === "acknowledged" || urgencyRanks[before.peak] >= urgencyRanks.yellow;
  const text =
    before.category === fireLaneCategory
      ? "车辆已驶离，消防通道恢复畅通"
      : cause && isSilence(cause)
        ? "设备已恢复上报"
        : "读数已恢复正常";
  const alarm = await setAlarm(tx, before, {
    condition_ended_at: at,
    updated_at: at,
    signalled_at: signal.at,
    ...(seen ? { status: "cleared", cleared_at: at, acknowledged_until: null } : {}),
  });
  const said = seen ? text : `${text}，等待人工确认`;
  later.steps.push({ alarm, at, step: { act: "clear", text: said } });
  await tellOfEasing(tx, context, alarm, `感知告警 ${alarm.number} ${text}`, at);
  later.announcements.push(alarmAnnouncement(context, alarm, "clear", false));
}

/** In a storm only the graver turns are told; its alarms show the rest. */
async function tellOfEasing(tx: Tx, context: Context, alarm: AlarmRow, text: string, at: Date) {
  if (alarm.incident === null) return;
  const key = { district: alarm.district, id: alarm.incident };
  const { alarms } = await countOfIncident(tx, key);
  if (alarms > stormPopups) return;
  const now = await lockForSensor(tx, key);
  if (now && isAtWork(now)) await tellIncident(tx, context, now, { text, at });
}

type Following = Given & {
  alarm: AlarmRow;
  cause: Cause;
  act: "raise" | "levelUp" | "return";
  /** What it came to, for its own record. */
  steps: NewStep[];
  before: Urgency | null;
  /** People know already. */
  silent?: boolean;
};

/** Incident, people and screens, as the level asks for. */
async function follow(tx: Tx, context: Context, given: Following): Promise<void> {
  const { cause, intake, before, act, steps, at, later, silent = false } = given;
  let { alarm } = given;
  const maintained = alarm.suppressed?.startsWith("设备维护") ?? false;
  let popup = !silent && !cause.quiet && alarm.suppressed === null;
  if (intake && !maintained) {
    const linked = await linkIncident(tx, context, {
      alarm,
      cause,
      intake,
      before,
      at,
      tellFirst: () => flush(tx, later),
    });
    const isNew = linked.incident.id !== alarm.incident;
    popup &&= (!isNew && alarm.popup) || maySurface(linked.before, cause.level);
    if (isNew) steps.push({ act: "link", text: linked.text });
    const told = reached(cause.inForce.rule, cause.level, linked.how === "kept" ? before : null);
    // A storm tells whom its first alarms told; only what is graver is told again.
    const tells = linked.how !== "storm" || popup;
    const called = tells && told.some(({ to }) => to === "nearest") ? cause.called : undefined;
    if (called) steps.push({ act: "call", text: called.text });
    const callees = called?.people.map(({ handler }) => handler) ?? [];
    alarm = await setAlarm(tx, alarm, {
      incident: linked.incident.id,
      ...(isNew ? { original_incident: linked.incident.id } : {}),
      // Who is called reads the alarm, whether or not the incident is theirs.
      party_units: [...new Set([...alarm.party_units, ...linked.parties, ...callees])],
      popup: alarm.popup || popup,
      ...(popup ? { popped_at: at } : {}),
    });
    if (tells)
      await fanOut(tx, context, { alarm, device: cause.device }, told, {
        already: {
          districtCentre: linked.how === "opened" && (cause.level === "red" || linked.withDistrict),
          handlers: linked.handlers,
        },
        called,
        quiet: cause.quiet,
        at,
      });
  } else if (popup) alarm = await setAlarm(tx, alarm, { popup, popped_at: at });
  for (const step of steps) later.steps.push({ alarm, at, step });
  later.announcements.push(alarmAnnouncement(context, alarm, act, popup));
}

/** Of a storm only the first alarms pop up, and each that is graver than all others, however they came to it. */
const maySurface = ({ popups, worst }: Linked["before"], level: Urgency): boolean =>
  popups < stormPopups || urgencyRanks[level] < worst;
