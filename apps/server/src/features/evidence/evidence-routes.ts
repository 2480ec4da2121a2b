import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import {
  ClipAbout,
  clipBytes,
  Clips,
  ClipTaken,
  AskOriginals,
  WhyEvidence,
  OpenedEvidence,
} from "@gezhi/contract/evidence.ts";
import { Access } from "@gezhi/contract/approvals.ts";
import { FallFigures } from "@gezhi/contract/falls.ts";
import { AlarmId, ClipId, IncidentId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { publicLimit } from "../../platform/http/public-limit.ts";
import { invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { sessionOf, viewerOf } from "../identity/session-plugin.ts";
import { credentialsOf } from "../../platform/http/basic-credentials.ts";
import { denied } from "../telemetry/credentials-rules.ts";
import { admitClip, takeClip } from "./clip-commands.ts";
import { openClip } from "./clip-opening-commands.ts";
import { readFalls } from "./fall-figures.ts";
import { allowPack, packOf } from "./evidence-pack.ts";
import { clipsOfAlarm, clipsOfIncident } from "./clip-presentation.ts";
import { askOriginals } from "./unsealing-commands.ts";

const tags = ["alarms"];
/** Multipart frames need a little more than the file. */
const bodyLimit = clipBytes.video + (1 << 20);

const refusals = {
  400: Problem,
  401: Problem,
  403: Problem,
  404: Problem,
  409: Problem,
  429: Problem,
};
/** What stands on record and is answered with an address for some minutes. */
const withReason = { body: WhyEvidence, response: { 200: OpenedEvidence, ...refusals } };

export function registerEvidenceRoutes(app: App, context: Context): void {
  app.post(
    "/api/telemetry/clips",
    {
      bodyLimit,
      config: { rateLimit: publicLimit(context.config, 600) },
      schema: {
        tags: ["telemetry"],
        summary:
          "Picture or short film of an alarm (Basic authentication with the device's or its gateway's credentials): the field `about`, then the file",
        security: [],
        consumes: ["multipart/form-data"],
        response: {
          200: ClipTaken,
          201: ClipTaken,
          400: Problem,
          401: Problem,
          403: Problem,
          409: Problem,
          413: Problem,
        },
      },
    },
    async (request, reply) => {
      const credentials = credentialsOf(request.headers.authorization);
      if (!credentials) throw denied();
      if (!request.isMultipart())
        throw invalid("请以 multipart/form-data 上传：先是字段 about，再是一个文件");
      const part = await request.file({ limits: { fileSize: bodyLimit, files: 1 } });
      if (!part) throw invalid("没有收到文件：请在字段 about 之后附上一张图片或一段短视频");
      try {
        const about = aboutOf(part.fields["about"]);
        const admitted = await admitClip(context, credentials, about);
        const taken = await takeClip(
          context,
          admitted,
          about,
          part.file.iterator({ destroyOnReturn: false }),
        );
        return await reply.code(taken.added ? 201 : 200).send(taken);
      } finally {
        // A refusal waits for the rest: many senders listen only when they have sent everything.
        await finished(part.file.resume()).catch(() => undefined);
      }
    },
  );

  app.get(
    "/api/alarms/:id/clips",
    {
      schema: {
        tags,
        summary: "What cameras sent of an alarm, oldest first",
        params: z.object({ id: AlarmId }),
        response: { 200: Clips, 401: Problem, 404: Problem },
      },
    },
    (request) => clipsOfAlarm(context, viewerOf(request), request.params.id),
  );

  app.get(
    "/api/incidents/:id/clips",
    {
      schema: {
        tags,
        summary: "What cameras sent of all alarms of an incident, oldest first",
        params: z.object({ id: IncidentId }),
        response: { 200: Clips, 401: Problem, 404: Problem },
      },
    },
    (request) => clipsOfIncident(context, viewerOf(request), request.params.id),
  );

  app.post(
    "/api/alarms/:id/original-requests",
    {
      schema: {
        tags,
        summary:
          "Asks a second person for a look at an alarm's sealed pictures, with a reason; decided as every approval is",
        params: z.object({ id: AlarmId }),
        body: AskOriginals,
        response: { 201: Access, ...refusals },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      return reply
        .code(201)
        .send(await askOriginals(context, viewerOf(request), params.id, body.reason));
    },
  );

  app.post(
    "/api/clips/:id/openings",
    {
      schema: {
        tags,
        summary:
          "Opens a picture with recognisable persons for minutes in this session, on record: once approved, or by the police with a reason",
        params: z.object({ id: ClipId }),
        ...withReason,
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      const { params, body } = request;
      return { url: await openClip(context, sessionOf(request), params.id, body.reason) };
    },
  );

  app.post(
    "/api/alarms/:id/evidence-packs",
    {
      schema: {
        tags,
        summary:
          "The address of an alarm's evidence pack, on record: once approved where persons are recognisable in it, else with a reason",
        params: z.object({ id: AlarmId }),
        ...withReason,
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      const { params, body } = request;
      return { url: await allowPack(context, sessionOf(request), params.id, body.reason) };
    },
  );

  app.get(
    "/api/alarms/:id/evidence-pack",
    {
      schema: {
        tags,
        summary:
          "The pack as one archive: pictures, alarm, a manifest and the SHA-256 of each part; for ten minutes, in the session that asked",
        params: z.object({ id: AlarmId }),
        querystring: z.object({ token: z.string().max(200) }),
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const pack = await packOf(context, sessionOf(request), params.id, query.token);
      return reply
        .headers({
          "content-type": "application/zip",
          "content-disposition": `attachment; filename="${pack.name}"`,
          "cache-control": "no-store",
        })
        .send(Readable.from(pack.bytes));
    },
  );

  app.get(
    "/api/fall-figures",
    {
      schema: {
        tags: ["figures"],
        summary:
          "Falling objects of a town or its parts in the last twelve months, by month, grid and supposed building; the aim is none",
        querystring: z.object({ unit: UnitCode }),
        response: { 200: FallFigures, 400: Problem, 401: Problem, 403: Problem, 404: Problem },
      },
    },
    (request) => readFalls(context, viewerOf(request), request.query.unit),
  );
}

/** What stands before the file; fields behind it come too late to be asked. */
function aboutOf(field: unknown): ClipAbout {
  const value = (field as { value?: unknown } | undefined)?.value;
  if (typeof value !== "string")
    throw invalid("缺少字段 about：请在文件之前给出 JSON，写明设备编码和时间");
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch {
    throw invalid("字段 about 不是有效的 JSON");
  }
  const parsed = ClipAbout.safeParse(json);
  if (parsed.success) return parsed.data;
  throw invalid(
    "字段 about 填写有误，请改正标出的内容",
    parsed.error.issues.map(({ path, message }) => ({
      path: ["about", ...path.map(String)].join("."),
      message,
    })),
  );
}
