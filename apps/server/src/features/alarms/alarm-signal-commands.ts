import type { Key } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { v7 } from "uuid";
import { lockKey, read, type Tx, write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { lockForSensor, isAtWork, tellIncident } from "../incidents/sensor-commands.ts";
import { announce } from "../live/live-commands.ts";
import { againAfterDeadlock, type Intake } from "../reports/intake-commands.ts";
import { alarmAnnouncement } from "./alarm-announcements.ts";
import {
  type Cause,
  groupOf,
  type Linked,
  linkIncident,
  prepareAlarmIntake,
} from "./alarm-incident-commands.ts";
import {
  addStep,
  addSteps,
  claimSignal,
  countOfIncident,
  findDevice,
  findSignal,
  insertAlarm,
  lockLatest,
  type NewStep,
  nextAlarmNumber,
  setAlarm,
  setHandled,
  type Waiting,
} from "./alarm-queries.ts";
import {
  type AlarmRow,
  graver,
  levelRanks,
  opensIncident,
  type SignalRow,
} from "./alarm-tables.ts";
import { fanOut } from "./alarm-telling-commands.ts";
import { mutedText, categoryAt, levelWords, reached, readingText } from "./alarm-text-rules.ts";
import { isQuiet } from "./hour-rules.ts";
import { ruleInForce } from "./rule-store.ts";
import { stormPopups } from "./storm-rules.ts";

/** So often may an alarm come back within its window before it stops popping up. */
const mostReturns = 3;

/**
 * One signal, one transaction: alarm, incident, notices to post and district centre, outside calls, steps and live message
 * stand or fall together, so a worker that is killed loses nothing and repeats nothing. False when another worker has it.
 */
export async function handleSignal(context: Context, key: Key): Promise<boolean> {
  const seen = await findSignal(context.db, key);
  if (!seen || seen.handled_at) return false;
  const device = await read(context.db, "system", (tx) =>
    findDevice(tx, seen.district, seen.device),
  );
  return handleWaiting(context, { signal: seen, device: device ?? null });
}

/** The same with what was read already, for many signals at once. */
export async function handleWaiting(
  context: Context,
  { signal: seen, device }: Waiting,
): Promise<boolean> {
  const key = seen;
  const inForce = device ? ruleInForce(context, device, seen.rule) : undefined;
  const at = new Date(context.now());
  if (!device || (!inForce && seen.kind !== "clear"))
    return write(context.db, "system", (tx) =>
      leave(tx, key, at, device ? "规则已删除" : "没有这台设备"),
    );
  const level = seen.level ?? "blue";
  const cause: Cause | undefined = inForce && {
    device,
    inForce,
    level,
    value: seen.value,
    threshold: seen.threshold,
    quiet: isQuiet(inForce.rule, level, at.getTime()),
  };
  const rises = seen.kind === "raise" || seen.kind === "levelUp";
  const intake =
    cause && rises && opensIncident(level)
      ? await prepareAlarmIntake(context, cause, seen.id, 0)
      : undefined;
  // Alarms of one cause come one after the other, so that a storm is seen as one.
  const storm = cause && rises && !cause.inForce.personal ? [stormLock(cause)] : [];
  const handled = await againAfterDeadlock(() =>
    write(
      context.db,
      "system",
      async (tx) => {
        const signal = await claimSignal(tx, key);
        if (!signal) return false;
        await applySignal(tx, context, { signal, cause, intake, at });
        await setHandled(tx, signal, { handled_at: at, error: null });
        return true;
      },
      { locks: [...(intake?.locks ?? []), ...storm] },
    ),
  );
  if (handled) context.hint();
  return handled;
}

const stormLock = (cause: Cause): bigint =>
  lockKey(`storm ${cause.device.town ?? cause.device.district} ${groupOf(cause)}`);

async function leave(tx: Tx, key: Key, at: Date, error: string): Promise<boolean> {
  const signal = await claimSignal(tx, key);
  if (!signal) return false;
  await setHandled(tx, signal, { handled_at: at, error });
  return true;
}

/** Steps and timelines are read by more people than readings of a body are. */
const saidOf = ({ personal, reading }: AlarmRow, what: string): string =>
  personal ? what : `${what}：${reading}`;

type Given = { signal: SignalRow; cause: Cause | undefined; intake: Intake | undefined; at: Date };

async function applySignal(tx: Tx, context: Context, given: Given): Promise<void> {
  const { signal, cause } = given;
  const { district, device, rule, kind } = signal;
  const latest = await lockLatest(tx, district, device, rule);
  if (latest && signal.at < latest.signalled_at) return;
  const open = latest && (latest.status === "raised" || latest.status === "acknowledged");
  if (kind === "clear") {
    if (open) await endCondition(tx, context, latest, given);
    return;
  }
  if (!cause) return;
  if (kind === "levelDown") {
    if (open) await lower(tx, context, latest, cause, given);
    return;
  }
  if (open) return rise(tx, context, latest, cause, given);
  if (latest && isWithinWindow(latest, cause, signal))
    return comeBack(tx, context, latest, cause, given);
  const alarm = await raise(tx, cause, given);
  if (alarm) {
    const steps: NewStep[] = [{ act: "raise", text: saidOf(alarm, levelWords[cause.level]) }];
    if (alarm.suppressed) steps.push({ act: "suppress", text: alarm.suppressed });
    return follow(tx, context, { ...given, alarm, cause, act: "raise", steps, before: null });
  }
  const other = await lockLatest(tx, district, device, rule);
  if (other) await rise(tx, context, other, cause, given);
}

const isWithinWindow = (alarm: AlarmRow, { inForce }: Cause, { at }: SignalRow): boolean => {
  const ended = alarm.condition_ended_at ?? alarm.cleared_at ?? alarm.updated_at;
  return at.getTime() - ended.getTime() < inForce.rule.dedupeMinutes * 60_000;
};

/** Undefined when an open one is there already, whoever raised it a moment ago. */
async function raise(tx: Tx, cause: Cause, { signal, at }: Given): Promise<AlarmRow | undefined> {
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
    reading: readingText(inForce, signal.value, signal.threshold),
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
  reading: readingText(inForce, signal.value, signal.threshold),
  updated_at: at,
  signalled_at: signal.at,
  condition_ended_at: null,
});

/** An open alarm whose readings are at a level again, or at a higher one. */
async function rise(tx: Tx, context: Context, before: AlarmRow, cause: Cause, given: Given) {
  const ended = before.condition_ended_at !== null;
  if (ended) return comeBack(tx, context, before, cause, given);
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

const stillMaintained = ({ suppressed }: AlarmRow, { device }: Cause, at: Date): string | null =>
  device.maintenance_until !== null && device.maintenance_until > at ? suppressed : null;

/** Over for a moment and back within its window: the same alarm, damped when it does so often. */
async function comeBack(tx: Tx, context: Context, before: AlarmRow, cause: Cause, given: Given) {
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
  const steps: NewStep[] = [{ act: "return", text: saidOf(alarm, `再次越限（第 ${returns} 次）`) }];
  if (damped && before.suppressed !== damped) steps.push({ act: "suppress", text: damped });
  await follow(tx, context, {
    ...given,
    alarm,
    cause,
    act: "return",
    steps,
    before: before.peak,
    silent: flaps,
  });
}

async function lower(tx: Tx, context: Context, before: AlarmRow, cause: Cause, given: Given) {
  const { at } = given;
  const alarm = await setAlarm(tx, before, newReading(cause, given, before));
  const text = saidOf(alarm, `降为${levelWords[cause.level]}`);
  await addStep(tx, alarm, at, { act: "levelDown", text });
  await tellOfEasing(tx, context, alarm, `感知告警 ${alarm.number} ${text}`, at);
  await announce(tx, [alarmAnnouncement(context, alarm, "levelDown", false)]);
}

/** The incident hears of it and is never closed by it: a quiet sensor proves no repair. */
async function endCondition(tx: Tx, context: Context, before: AlarmRow, { signal, at }: Given) {
  const seen = before.status === "acknowledged" || levelRanks[before.peak] >= levelRanks.yellow;
  const text = "读数已恢复正常";
  const alarm = await setAlarm(tx, before, {
    condition_ended_at: at,
    updated_at: at,
    signalled_at: signal.at,
    ...(seen ? { status: "cleared", cleared_at: at, acknowledged_until: null } : {}),
  });
  await addStep(tx, alarm, at, { act: "clear", text: seen ? text : `${text}，等待人工确认` });
  await tellOfEasing(tx, context, alarm, `感知告警 ${alarm.number} ${text}`, at);
  await announce(tx, [alarmAnnouncement(context, alarm, "clear", false)]);
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
  const { cause, intake, before, act, steps, at, silent = false } = given;
  let { alarm } = given;
  const maintained = alarm.suppressed?.startsWith("设备维护") ?? false;
  let popup = !silent && !cause.quiet && alarm.suppressed === null;
  if (intake && !maintained) {
    const linked = await linkIncident(tx, context, { alarm, cause, intake, before, at });
    const isNew = linked.incident.id !== alarm.incident;
    popup &&= !isNew || maySurface(linked.before, cause.level);
    if (isNew) steps.push({ act: "link", text: linked.text });
    alarm = await setAlarm(tx, alarm, {
      incident: linked.incident.id,
      party_units: [...new Set([...alarm.party_units, ...linked.parties])],
      popup: alarm.popup || popup,
    });
    // A storm tells whom its first alarms told; only what is graver is told again.
    if (linked.how !== "storm" || popup)
      await fanOut(
        tx,
        context,
        { alarm, device: cause.device },
        reached(cause.inForce.rule, cause.level, linked.how === "kept" ? before : null),
        {
          already: {
            districtCentre: cause.level === "red" && linked.how === "opened",
            handlers: linked.handlers,
          },
          quiet: cause.quiet,
          at,
        },
      );
  } else if (popup && !alarm.popup) alarm = await setAlarm(tx, alarm, { popup });
  await addSteps(tx, alarm, at, steps);
  await announce(tx, [alarmAnnouncement(context, alarm, act, popup)]);
}

/** Of a storm only the first alarms pop up, and each that is graver than all before it. */
const maySurface = ({ popups, worst }: Linked["before"], level: Urgency): boolean =>
  popups < stormPopups || levelRanks[level] < worst;
