import { TelemetryBatch, TelemetryBatchResult } from "@gezhi/contract/telemetry.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import type { App } from "../../platform/http/app.ts";
import { ProblemError } from "../../platform/problems.ts";
import type { IngestLink } from "./ingest-link.ts";

/** User name and password of a Basic header; undefined: there is none. */
function credentialsOf(header: string | undefined): [string, string] | undefined {
  const [scheme, encoded] = (header ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic" || !encoded) return undefined;
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

const denied = () =>
  new ProblemError(
    "unauthenticated",
    "设备编码或密码不正确：请用网关的设备编码和密码做 Basic 认证",
  );

export function registerTelemetryRoutes(app: App, link: IngestLink): void {
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
