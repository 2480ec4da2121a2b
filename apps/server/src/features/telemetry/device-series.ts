import type { ReadingQuery, ReadingSeries } from "@gezhi/contract/devices.ts";
import { keyOf, type DeviceId } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { z } from "zod";
import { read } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { deviceScope, seesValues } from "../devices/device-access-rules.ts";
import { findDevice } from "../devices/device-queries.ts";
import { findOpen } from "../devices/handout-queries.ts";
import type { Viewer } from "../identity/viewer.ts";
import { hourlySeries, rawSeries, rawSpanMs } from "./reading-queries.ts";

const longestMs = 10 * 366 * 86_400_000;

/** One metric of a device over a span, with the levels its rules compare it with. */
export async function seriesOf(
  context: Context,
  viewer: Viewer,
  id: DeviceId,
  query: z.infer<typeof ReadingQuery>,
): Promise<z.infer<typeof ReadingSeries>> {
  const span = { from: new Date(query.from), to: new Date(query.to) };
  const length = span.to.getTime() - span.from.getTime();
  if (length <= 0 || length > longestMs)
    throw invalid("时间范围不正确：结束应晚于开始，且不超过十年");
  const device = await read(context.db, deviceScope(viewer), (tx) => findDevice(tx, keyOf(id)));
  if (!device) throw notFound("这台设备");
  const { content } = context.configuration.current("deviceProfiles", device.unit);
  const profile = content.profiles.find(({ code }) => code === device.profile);
  const index = profile?.metrics.findIndex(({ key }) => key === query.metric) ?? -1;
  const metric = profile?.metrics[index];
  if (!profile || !metric) throw invalid(`设备类型 ${device.profile} 没有指标 ${query.metric}`);
  const worst = device.worst as Urgency | null;
  if (!seesValues(viewer, { personal: profile.personal, unit: device.unit, worst }))
    throw forbidden("个人健康与居家读数只对负责照护的岗位开放");
  const hourly = length > rawSpanMs;
  const own = profile.personal ? await sinceHandedOut(context, device, span) : span;
  const points = own
    ? await (hourly ? hourlySeries : rawSeries)(context.db, device, index, own)
    : [];
  const overrides = device.overrides as Record<string, object>;
  const rules = context.configuration.current("alarmRules", device.unit).content.rules;
  return {
    metric: metric.key,
    unit: metric.unit,
    hourly,
    points: points.map(({ at, ...values }) => ({ at: at.toISOString(), ...values })),
    levels: rules
      // The thresholds of a rate or of silence are no values of the metric.
      .filter(
        (rule) =>
          rule.enabled &&
          rule.measure.kind === "value" &&
          rule.profile === profile.code &&
          rule.metric === metric.key,
      )
      .map(({ code, operator, levels }) => ({
        rule: code,
        operator,
        values: { ...levels, ...overrides[code] },
      })),
  };
}

type Span = { from: Date; to: Date };

/** The part of a span in which whoever has a person's device has had it; undefined: none of it. */
export async function sinceHandedOut(
  context: Context,
  device: { district: string; id: string },
  { from, to }: Span,
): Promise<Span | undefined> {
  const open = await read(context.db, "system", (tx) => findOpen(tx, device));
  const issued = open ? new Date(open.issued_at) : from;
  if (issued >= to) return undefined;
  return { from: issued > from ? issued : from, to };
}
