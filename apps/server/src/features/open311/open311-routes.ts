import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { statusOf } from "../../platform/problems.ts";
import { toProblem, type App } from "../../platform/http/app.ts";
import { publicLimit } from "../../platform/http/public-limit.ts";
import type { Context } from "../context.ts";
import {
  contentTypes,
  splitFormat,
  writeErrors,
  writeList,
  writeRecord,
  type Format,
} from "./open311-format-rules.ts";
import {
  jurisdictionOf,
  oneRequest,
  publicServices,
  requestOfToken,
  searchRequests,
  serviceOf,
  submitRequest,
} from "./open311-commands.ts";
import { formLimit, readForm } from "./open311-form.ts";
import type { Arguments } from "./open311-request-rules.ts";

const base = "/open311/v2";
const specification = "http://wiki.open311.org/GeoReport_v2";
const changeset = "2026-11-22T00:00:00+08:00";

/** Open311 GeoReport v2, so that existing clients can report here and follow what became of it. */
export function registerOpen311Routes(app: App, context: Context): void {
  app.register(async (scope) => {
    scope.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string" },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    // Readable from any page: what is answered here is public, and no cookie is looked at.
    scope.addHook("onRequest", async (_request, reply) => {
      void reply.header("access-control-allow-origin", "*");
    });
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      const problem = toProblem(error);
      if (problem.code === "internal")
        request.log.error({ err: error, req: request }, "unexpected error");
      const code = statusOf[problem.code];
      if (problem.retryAfterSeconds)
        void reply.header("retry-after", String(problem.retryAfterSeconds));
      return send(reply.code(code), formatOf(request), (format) =>
        writeErrors(format, [{ code, description: problem.message }]),
      );
    });
    const options = (summary: string, perMinute: number) => ({
      config: { rateLimit: publicLimit(context.config, perMinute) },
      schema: { tags: ["open311"], summary },
    });

    for (const format of ["xml", "json"] as const) {
      scope.get(
        `${base}/discovery.${format}`,
        options("Where this service is and what it speaks", 120),
        (request, reply) =>
          send(reply, format, () =>
            writeRecord(format, "discovery", discovery(context, request), {
              endpoints: "endpoint",
              formats: "format",
            }),
          ),
      );
      scope.get(
        `${base}/services.${format}`,
        options("What can be reported", 120),
        (request, reply) => {
          const given = argumentsOf(request.query);
          jurisdictionOf(context, given);
          return send(reply, format, () =>
            writeList(
              format,
              "services",
              "service",
              publicServices(context, given).map(serviceRecord),
            ),
          );
        },
      );
      scope.get(
        `${base}/requests.${format}`,
        options("Requests of the last 90 days, or of a span of up to 90", 60),
        async (request, reply) => {
          const records = await searchRequests(context, argumentsOf(request.query));
          return send(reply, format, () =>
            writeList(format, "service_requests", "request", records),
          );
        },
      );
      scope.post(
        `${base}/requests.${format}`,
        {
          ...options("Reports something, with pictures if sent as a form; needs an api_key", 600),
          bodyLimit: formLimit,
        },
        async (request, reply) => {
          const query = argumentsOf(request.query);
          const { given, files } = request.isMultipart()
            ? await readForm(context, request, query)
            : { given: { ...query, ...argumentsOf(request.body) }, files: [] };
          const record = await submitRequest(context, given, files);
          return send(reply.code(201), format, () =>
            writeList(format, "service_requests", "request", [record]),
          );
        },
      );
    }

    const named = (
      summary: string,
      path: string,
      answer: (given: Arguments, name: string, format: Format) => Promise<string>,
    ) =>
      scope.get<{ Params: { file: string } }>(
        `${base}/${path}/:file`,
        options(summary, 120),
        async (request, reply) => {
          const file = splitFormat(request.params.file);
          if (!file) return reply.callNotFound();
          const text = await answer(argumentsOf(request.query), file.name, file.format);
          return send(reply, file.format, () => text);
        },
      );
    named("What a service asks for", "services", async (given, code, format) => {
      jurisdictionOf(context, given);
      return writeRecord(
        format,
        "service_definition",
        { service_code: serviceOf(context, given, code).code, attributes: [] },
        { attributes: "attribute" },
      );
    });
    named("One request", "requests", async (given, number, format) =>
      writeList(format, "service_requests", "request", [await oneRequest(context, given, number)]),
    );
    named("The request behind a token", "tokens", async (given, token, format) =>
      writeList(format, "service_requests", "request", [
        await requestOfToken(context, given, token),
      ]),
    );
  });
}

const send = (reply: FastifyReply, format: Format, write: (format: Format) => string) =>
  reply.type(contentTypes[format]).serializer(String).send(write(format));

const formatOf = (request: FastifyRequest): Format =>
  splitFormat(request.url.split("?")[0] ?? "")?.format ?? "xml";

/** The last of several values of a name; empty is absent. */
function argumentsOf(given: unknown): Arguments {
  if (typeof given !== "object" || given === null) return {};
  const pairs = Object.entries(given).flatMap(
    ([name, value]: [string, unknown]): [string, string][] => {
      const one: unknown = Array.isArray(value) ? value.join(",") : value;
      return typeof one === "string" && one.trim() !== "" ? [[name, one.trim()]] : [];
    },
  );
  return Object.fromEntries(pairs);
}

const serviceRecord = ({
  code,
  name,
  level1,
  level2,
}: ReturnType<typeof publicServices>[number]) => ({
  service_code: code,
  service_name: name,
  description: `${level1} / ${level2}：${name}`,
  metadata: false,
  type: "realtime",
  keywords: [level1, level2, name].join(","),
  group: level1,
});

function discovery({ config }: Context, request: FastifyRequest) {
  const url = `${config.PUBLIC_URL?.replace(/\/$/, "") ?? `${request.protocol}://${request.host}`}${base}`;
  const endpoint = {
    specification,
    url,
    changeset,
    type: config.GEZHI_DEMO ? "test" : "production",
    formats: ["text/xml", "application/json"],
  };
  return {
    changeset,
    contact: "请与本系统的管理单位联系",
    key_service: "api_key 由本系统的管理员发放",
    endpoints: [endpoint],
  };
}
