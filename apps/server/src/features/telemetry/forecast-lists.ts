import type { DeviceForecasts, Forecast, UnitForecasts } from "@gezhi/contract/forecasts.ts";
import { deviceId, type DeviceId, keyOf } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { AlarmRule, DeviceProfile, LevelValues } from "@gezhi/contract/sensing.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { deviceScope, seesValues } from "../devices/device-access-rules.ts";
import { findDevice } from "../devices/device-queries.ts";
import type { Viewer } from "../identity/viewer.ts";
import { placeName } from "../organisation/post-directory.ts";
import { sinceHandedOut } from "./device-series.ts";
import { listTrends, type TrendRow } from "./forecast-queries.ts";
import { type Aim, courseOf, horizonHours, type Sample, thinned } from "./forecast-rules.ts";
import { rawSeries } from "./reading-queries.ts";

const hourMs = 3_600_000;
/** Of one device by its readings, thinned to ten minutes; of a unit by the hour. */
const deviceSpanMs = 6 * hourMs;
const unitSpanMs = 12 * hourMs;
const mostSamples = 36;
const leastFreshMs = 30 * 60_000;
const mostDevices = 3000;
const levels = ["red", "orange", "yellow", "blue"] as const satisfies readonly Urgency[];

/** Rules that compare a value with levels on one side; a state has no course. */
function aimsOf(
  rule: AlarmRule,
  own: LevelValues | undefined,
): { aims: Aim[]; sign: 1 | -1 } | undefined {
  if (!rule.enabled || rule.measure.kind !== "value" || rule.operator === "==") return undefined;
  const values = { ...rule.levels, ...own };
  const aims = levels.flatMap((level): Aim[] => {
    const threshold = values[level];
    return threshold === undefined ? [] : [{ level, threshold }];
  });
  return { aims, sign: rule.operator === ">=" ? 1 : -1 };
}

const freshFor = ({ intervalSeconds }: DeviceProfile): number =>
  Math.max(leastFreshMs, 3 * intervalSeconds * 1000);

function forecastOf(
  profile: DeviceProfile,
  rule: AlarmRule,
  samples: readonly Sample[],
  { own, now }: { own: LevelValues | undefined; now: number },
): Forecast | undefined {
  const metric = profile.metrics.find(({ key }) => key === rule.metric);
  const aimed = aimsOf(rule, own);
  if (!metric || !aimed) return undefined;
  const iso = (sample: Sample | undefined) => (sample ? new Date(sample.at).toISOString() : null);
  return {
    metric: metric.key,
    name: metric.name,
    unit: metric.unit,
    rule: rule.code,
    ruleName: rule.name,
    operator: rule.operator,
    now: samples.at(-1)?.value ?? null,
    from: iso(samples[0]),
    to: iso(samples.at(-1)),
    readings: samples.length,
    ...courseOf(samples, { ...aimed, now, freshMs: freshFor(profile) }),
  };
}

/** What the last hours of one device say of the next; also why they say nothing. */
export async function deviceForecasts(
  context: Context,
  viewer: Viewer,
  id: DeviceId,
): Promise<DeviceForecasts> {
  const device = await read(context.db, deviceScope(viewer), (tx) => findDevice(tx, keyOf(id)));
  if (!device) throw notFound("这台设备");
  const { profiles } = context.configuration.current("deviceProfiles", device.unit).content;
  const profile = profiles.find(({ code }) => code === device.profile);
  if (!profile) return { horizonHours, items: [] };
  const worst = device.worst as Urgency | null;
  if (!seesValues(viewer, { personal: profile.personal, unit: device.unit, worst }))
    throw forbidden("个人健康与居家读数只对负责照护的岗位开放");
  const now = context.now();
  const asked = { from: new Date(now - deviceSpanMs), to: new Date(now) };
  const span = profile.personal ? await sinceHandedOut(context, device, asked) : asked;
  if (!span) return { horizonHours, items: [] };
  const overrides = device.overrides as Record<string, LevelValues>;
  const { rules } = context.configuration.current("alarmRules", device.unit).content;
  const items: Forecast[] = [];
  for (const rule of rules.filter(({ profile: code }) => code === profile.code)) {
    const index = profile.metrics.findIndex(({ key }) => key === rule.metric);
    if (index === -1 || !aimsOf(rule, undefined)) continue;
    const points = await rawSeries(context.db, device, index, span);
    const samples = thinned(
      points.map(({ at, value }) => ({ at: new Date(at).getTime(), value })),
      mostSamples,
    );
    const forecast = forecastOf(profile, rule, samples, { own: overrides[rule.code], now });
    if (forecast) items.push(forecast);
  }
  return { horizonHours, items };
}

/** Devices of a town or below on their way to a level, the soonest first. */
export async function unitForecasts(
  context: Context,
  viewer: Viewer,
  unit: UnitCode,
): Promise<UnitForecasts> {
  if (unit.length < 9) throw invalid("趋势预判按镇街、村社或网格查看，请选择镇街或以下单位");
  const scope = deviceScope(viewer);
  const profiles = new Map(
    context.configuration
      .current("deviceProfiles", unit)
      .content.profiles.filter(({ personal }) => !personal)
      .map((profile) => [profile.code, profile]),
  );
  const byProfile = Map.groupBy(
    context.configuration
      .current("alarmRules", unit)
      .content.rules.filter((rule) => profiles.has(rule.profile) && aimsOf(rule, undefined)),
    ({ profile }) => profile,
  );
  const now = context.now();
  const rows = scope.parties.length
    ? await read(context.db, scope, (tx) =>
        listTrends(tx, {
          unit,
          profiles: [...byProfile.keys()],
          from: new Date(now - unitSpanMs),
          most: mostDevices + 1,
        }),
      )
    : [];
  const looked = rows.slice(0, mostDevices);
  const items = looked.flatMap((row) => {
    const profile = profiles.get(row.profile);
    if (!profile) return [];
    return (byProfile.get(row.profile) ?? []).flatMap((rule) => {
      const own = (row.overrides as Record<string, LevelValues>)[rule.code];
      const index = profile.metrics.findIndex(({ key }) => key === rule.metric);
      const forecast = forecastOf(profile, rule, samplesOf(row, index), { own, now });
      return forecast && forecast.reaches.length > 0
        ? [{ ...forecast, ...whereOf(context, row) }]
        : [];
    });
  });
  const soonest = ({ reaches }: Forecast) => Date.parse(reaches[0]!.at);
  return {
    horizonHours,
    looked: looked.length,
    truncated: rows.length > mostDevices,
    items: items.toSorted((a, b) => soonest(a) - soonest(b)),
  };
}

const whereOf = (context: Context, row: TrendRow) => ({
  device: { id: deviceId(row), code: row.code, name: row.name },
  place: row.place,
  at: { code: UnitCode.parse(row.unit), name: placeName(context, row.unit) },
  simulated: row.simulated,
});

/** Hours that are over, and the newest value behind them. */
function samplesOf({ trends, last_at, last_values }: TrendRow, index: number): Sample[] {
  const trend = trends?.find(({ metric }) => metric === index);
  const newest = last_values?.[index];
  const samples = (trend?.hours ?? []).map((at, place) => ({ at, value: trend!.means[place]! }));
  const at = last_at === null ? 0 : new Date(last_at).getTime();
  if (newest === undefined || newest === null || at <= (samples.at(-1)?.at ?? 0)) return samples;
  return [...samples, { at, value: newest }];
}
