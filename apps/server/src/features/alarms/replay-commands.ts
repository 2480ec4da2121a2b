import type { ReplayedRule, ReplayRule } from "@gezhi/contract/alarms.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { AlarmRule } from "@gezhi/contract/sensing.ts";
import type { z } from "zod";
import { read } from "../../platform/database/scope.ts";
import { forbidden, invalid } from "../../platform/problems.ts";
import { faultsOfAlarmRules, sensingFaults } from "../configuration/sensing-document-rules.ts";
import type { Context } from "../context.ts";
import { holdsAny, type Viewer } from "../identity/viewer.ts";
import { levelWords, readingText } from "./alarm-text-rules.ts";
import { hasLike, type ReplayedReading, replayOf } from "./replay-rules.ts";
import { listReadings, listReplayDevices, type ReplayDevice } from "./replay-queries.ts";
import { compileRules } from "./rule-compiling-rules.ts";
import type { CompiledRule, Decision } from "./rule-tables.ts";

const dayMs = 86_400_000;
/** Somebody waits at a screen. */
const limits = { devices: 5000, readings: 2_000_000, ms: 15_000 };
const pageSize = 5000;
const mostExamples = 200;

type Replayed = z.infer<typeof ReplayedRule>;
type Counts = Replayed["now"];

/** What the rule raised and what the change would have raised, from the readings that are kept; cut when there are too many. */
export async function replayRule(
  context: Context,
  viewer: Viewer,
  { unit, rule, days }: z.infer<typeof ReplayRule>,
  most = limits,
): Promise<Replayed> {
  if (!holdsAny(viewer, ["sysAdmin", "dutyOfficer", "commander", "districtCentre"], unit))
    throw forbidden("只能用本单位的历史读数试算规则");
  const { rules } = context.configuration.current("alarmRules", unit).content;
  const profiles = context.configuration.current("deviceProfiles", unit).content;
  refuseFaults(context, unit, rule);
  const profile = profiles.profiles.find(({ code }) => code === rule.profile);
  const before = rules.find(({ code }) => code === rule.code);
  const compiled = (one: AlarmRule | undefined): CompiledRule | undefined =>
    one && compileRules({ rules: [one] }, profiles).get(one.profile)?.[0];
  const [old, changed] = [compiled(before), compiled(rule)];
  const now = context.now();
  const started = performance.now();
  const devices = await read(context.db, "system", (tx) =>
    listReplayDevices(tx, unit, rule.profile, most.devices + 1),
  );

  const result: Replayed = {
    devices: 0,
    readings: 0,
    complete: devices.length <= most.devices,
    now: noCounts(),
    changed: noCounts(),
    examples: [],
  };
  const until = started + most.ms;
  for (const device of devices.slice(0, most.devices)) {
    const left = { readings: most.readings - result.readings, until };
    if (left.readings <= 0 || performance.now() > until) return { ...result, complete: false };
    const pair = [old, changed].map((one) => one && replayOf(one, device.overrides));
    const span = { from: new Date(now - days * dayMs), to: new Date(now) };
    const { count, complete } = await streamReadings(context, device, span, left, (reading) => {
      for (const one of pair) one?.read(reading);
    });
    for (const one of pair) one?.end(now);
    const [was, would] = pair.map((one) => one?.raises ?? []) as [Decision[], Decision[]];
    result.devices += 1;
    result.readings += count;
    addUp(result.now, was);
    addUp(result.changed, would);
    collect(result, { device, was, would, read: readingOf(rule, profile) });
    if (!complete) return { ...result, complete: false };
  }
  return result;
}

function refuseFaults(context: Context, unit: string, rule: AlarmRule): void {
  const current = <K extends "catalogue" | "posts" | "departments">(kind: K) =>
    context.configuration.current(kind, unit).content;
  const faults = [
    ...faultsOfAlarmRules({ rules: [rule] }),
    ...sensingFaults(
      { rules: [rule] },
      context.configuration.current("deviceProfiles", unit).content,
      {
        categories: new Set(current("catalogue").categories.map(({ code }) => code)),
        posts: new Set(current("posts").posts.map(({ code }) => code)),
        departments: new Set(current("departments").departments.map(({ code }) => code)),
      },
    ),
  ];
  if (faults.length > 0) throw invalid("规则有问题，请按提示修改后再试算", faults);
}

const noCounts = (): Counts => ({ raised: 0, byLevel: { red: 0, orange: 0, yellow: 0, blue: 0 } });

function addUp(counts: Counts, raises: readonly Decision[]): void {
  for (const { level } of raises) {
    if (level === null) continue;
    counts.raised += 1;
    counts.byLevel[level] += 1;
  }
}

async function streamReadings(
  context: Context,
  device: ReplayDevice,
  { from, to }: { from: Date; to: Date },
  left: { readings: number; until: number },
  each: (reading: ReplayedReading) => void,
): Promise<{ count: number; complete: boolean }> {
  let count = 0;
  let after = from;
  for (;;) {
    const page = await read(context.db, "system", (tx) =>
      listReadings(tx, device, after, to, pageSize),
    );
    for (const reading of page) each(reading);
    count += page.length;
    if (page.length < pageSize) return { count, complete: true };
    if (count >= left.readings || performance.now() > left.until) return { count, complete: false };
    after = new Date(page.at(-1)!.at);
  }
}

type Profile = {
  personal: boolean;
  intervalSeconds: number;
  metrics: readonly { key: string; name: string; unit: string }[];
};

/** Of a person's body the editor of rules reads no value. */
function readingOf(rule: AlarmRule, profile: Profile | undefined) {
  const metric = {
    ...(profile?.metrics.find(({ key }) => key === rule.metric) ?? { name: rule.name, unit: "" }),
    intervalSeconds: profile?.intervalSeconds ?? 0,
  };
  return (raise: Decision & { level: Urgency }): string =>
    profile?.personal
      ? levelWords[raise.level]
      : readingText({ rule, version: 0, metric, personal: false }, raise);
}

function collect(
  result: Replayed,
  {
    device,
    was,
    would,
    read: words,
  }: {
    device: ReplayDevice;
    was: readonly Decision[];
    would: readonly Decision[];
    read: ReturnType<typeof readingOf>;
  },
): void {
  const marked = [
    ...was.map((raise) => [raise, hasLike(would, raise) ? "both" : "now"] as const),
    ...would.flatMap((raise) => (hasLike(was, raise) ? [] : [[raise, "changed"] as const])),
  ].toSorted(([a], [b]) => a.at - b.at);
  for (const [{ level, ...raise }, only] of marked) {
    if (level === null || result.examples.length >= mostExamples) continue;
    result.examples.push({
      at: new Date(raise.at).toISOString(),
      device: device.code,
      level,
      reading: words({ ...raise, level }),
      only,
    });
  }
}
