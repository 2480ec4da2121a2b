import { ReadingQuery, ReadingSeries, TriedPayload, TryPayload } from "@gezhi/contract/devices.ts";
import { DeviceId, keyOf } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { DeviceProfile } from "@gezhi/contract/sensing.ts";
import { z } from "zod";
import { read } from "../../platform/database/scope.ts";
import type { App } from "../../platform/http/app.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { administersDevices, deviceScope, seesValues } from "../devices/device-access-rules.ts";
import { levelsOfMetric, profileOf } from "../devices/device-presentation.ts";
import { findDevice } from "../devices/device-queries.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { tryPayload } from "./fault-words-rules.ts";
import { hourlySeries, rawSeries, rawSpanMs } from "./reading-queries.ts";

const tags = ["devices"];
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };
const longestMs = 400 * 86_400_000;

export function registerReadingRoutes(app: App, context: Context): void {
  app.get(
    "/api/devices/:id/readings",
    {
      schema: {
        tags,
        summary: "One metric over time with the levels that judge it; by the hour when it is long",
        params: z.object({ id: DeviceId }),
        querystring: ReadingQuery,
        response: { 200: ReadingSeries, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      const span = { from: new Date(request.query.from), to: new Date(request.query.to) };
      const lengthMs = span.to.getTime() - span.from.getTime();
      if (lengthMs <= 0 || lengthMs > longestMs)
        throw invalid("结束时间应晚于开始时间，且一次最多查看 400 天");
      return read(context.db, deviceScope(viewer), async (tx) => {
        const device = await findDevice(tx, keyOf(request.params.id));
        if (!device) throw notFound("这台设备");
        const profile = profileOf(context, device.unit, device.profile);
        const index = profile?.metrics.findIndex(({ key }) => key === request.query.metric) ?? -1;
        const metric = profile?.metrics[index];
        if (!profile || !metric) throw invalid("这类设备没有这个指标，请刷新页面后从列表中选择");
        const worst = device.worst as Parameters<typeof seesValues>[1]["worst"];
        if (!seesValues(viewer, { personal: profile.personal, unit: device.unit, worst }))
          throw forbidden("个人健康读数只对关爱岗位开放；有红、橙告警时值班人员可看");
        const hourly = lengthMs > rawSpanMs;
        const series = await (hourly ? hourlySeries : rawSeries)(tx, device, index, span);
        return {
          metric: metric.key,
          unit: metric.unit,
          hourly,
          points: series.map(({ at, value, min, max }) => ({
            at: new Date(at).toISOString(),
            value,
            min,
            max,
          })),
          levels: levelsOfMetric(context, device, metric.key),
        };
      });
    },
  );

  app.post(
    "/api/payload-trials",
    {
      schema: {
        tags,
        summary: "What a pasted payload becomes under a profile, kept nowhere",
        body: TryPayload,
        response: { 200: TriedPayload, 400: Problem, 401: Problem, 403: Problem },
      },
    },
    (request) => {
      if (!administersDevices(viewerOf(request)))
        throw forbidden("设备类型由指挥中心、区治理中心或系统管理员管理");
      const profile = DeviceProfile.safeParse(request.body.profile);
      if (!profile.success)
        throw invalid(
          "设备类型还不完整，请先补全再试",
          profile.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
        );
      return tryPayload(profile.data, request.body.payload, context.now());
    },
  );
}
