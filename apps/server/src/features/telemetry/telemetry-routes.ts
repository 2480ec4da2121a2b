import { ReadingQuery, ReadingSeries, TriedPayload, TryPayload } from "@gezhi/contract/devices.ts";
import { DeviceId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { DeviceProfile } from "@gezhi/contract/sensing.ts";
import { TelemetryBatch, TelemetryBatchResult } from "@gezhi/contract/telemetry.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { credentialsOf } from "../../platform/http/basic-credentials.ts";
import { invalid, ProblemError } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { denied } from "./credentials-rules.ts";
import { seriesOf } from "./device-series.ts";
import { tryPayload } from "./fault-words-rules.ts";
import type { IngestLink } from "./ingest-link.ts";
import { pathFaultsOf } from "./path-payload-rules.ts";

const signedIn = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

export function registerTelemetryRoutes(app: App, context: Context, link: IngestLink): void {
  app.get(
    "/api/devices/:id/readings",
    {
      schema: {
        tags: ["telemetry"],
        summary: "One metric of a device: raw readings, or hourly ones over more than two days",
        params: z.object({ id: DeviceId }),
        querystring: ReadingQuery,
        response: { 200: ReadingSeries, ...signedIn },
      },
    },
    (request) => seriesOf(context, viewerOf(request), request.params.id, request.query),
  );

  app.post(
    "/api/telemetry/trials",
    {
      schema: {
        tags: ["telemetry"],
        summary: "What a pasted payload becomes under a profile, and why parts of it are refused",
        body: TryPayload,
        response: { 200: TriedPayload, ...signedIn },
      },
    },
    async (request) => {
      viewerOf(request);
      const profile = DeviceProfile.safeParse(request.body.profile);
      if (!profile.success) throw invalid("设备类型不完整：请先改正标出的字段，再试报文");
      const faults = pathFaultsOf(profile.data);
      if (faults.length > 0) throw invalid("JSON 路径有误", faults);
      return tryPayload(profile.data, request.body.payload, context.now());
    },
  );

  app.post(
    "/api/telemetry",
    {
      bodyLimit: 8 * 1024 * 1024,
      schema: {
        tags: ["telemetry"],
        summary:
          "A gateway's messages (Basic authentication with the gateway's device credentials); answered when what is kept is committed",
        security: [],
        body: TelemetryBatch,
        response: { 200: TelemetryBatchResult, 400: Problem, 401: Problem, 503: Problem },
      },
    },
    async (request) => {
      const credentials = credentialsOf(request.headers.authorization);
      if (!credentials) throw denied();
      const [username, password] = credentials;
      const outcome = await link.batch({ username, password, messages: request.body.messages });
      if ("result" in outcome) return outcome.result;
      if (outcome.failed === "denied") throw denied();
      throw new ProblemError("unavailable", "暂时收不下，请稍后原样重发（重复的读数只存一次）", {
        retryAfterSeconds: 2,
      });
    },
  );
}
