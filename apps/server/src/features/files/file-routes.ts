import { finished } from "node:stream/promises";
import { FileId } from "@gezhi/contract/ids.ts";
import { StoredFile } from "@gezhi/contract/reports.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { publicLimit } from "../../platform/http/public-limit.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { maybeViewer } from "../identity/session-plugin.ts";
import { districtOf } from "../reports/location-rules.ts";
import { storeUpload } from "./file-commands.ts";
import { mayOpenFile, opensBriefly } from "./file-presentation.ts";
import { findFile } from "./file-queries.ts";
import { byteRange, sizeLimits } from "./file-type-rules.ts";

const params = z.object({ id: FileId });
const querystring = z.object({ token: z.string().max(200) });
/** Multipart frames need a little more than the file. */
const bodyLimit = sizeLimits.video + (1 << 20);

export function registerFileRoutes(app: App, context: Context): void {
  app.post(
    "/api/files",
    {
      bodyLimit,
      config: { rateLimit: publicLimit(context.config, 60) },
      schema: {
        tags: ["reports"],
        summary: "Uploads one photo, video or recording; metadata is read, then removed",
        consumes: ["multipart/form-data"],
        response: { 201: StoredFile },
      },
    },
    async (request, reply) => {
      if (!request.isMultipart()) throw invalid("请以 multipart/form-data 上传一个文件");
      const part = await request.file({ limits: { fileSize: bodyLimit, files: 1 } });
      if (!part) throw invalid("没有收到文件，请重新选择");
      const viewer = maybeViewer(request);
      try {
        const stored = await storeUpload(context, {
          // Left before its end it must stay readable: what was not taken is still on its way.
          bytes: part.file.iterator({ destroyOnReturn: false }),
          account: viewer?.account ?? null,
          homeDistrict: districtOf(viewer?.appointments[0]?.unit ?? context.configuration.root()),
        });
        return await reply.code(201).send(stored);
      } finally {
        // A refusal waits for the rest: browsers listen only when they have sent everything.
        await finished(part.file.resume()).catch(() => undefined);
      }
    },
  );

  for (const path of ["/api/files/:id", "/api/files/:id/thumbnail"] as const) {
    const small = path.endsWith("thumbnail");
    app.get(
      path,
      {
        schema: {
          tags: ["reports"],
          summary: small
            ? "Its small picture"
            : "A file, by a signed url that comes with its record",
          params,
          querystring,
        },
      },
      (request, reply) =>
        sendFile(context, request.params.id, request.query.token, small, request, reply),
    );
  }
}

async function sendFile(
  context: Context,
  id: FileId,
  token: string,
  small: boolean,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const briefly = !small && opensBriefly(context, id, request.session?.tokenHash, token);
  if (!briefly && !mayOpenFile(context, id, token))
    throw forbidden("链接已过期，请刷新页面后再打开");
  const row = await findFile(context.db, id);
  const key = small ? row?.thumbnail_key : row?.store_key;
  if (!row || !key) throw notFound("文件");

  const asked = request.headers.range;
  const whole = await context.files.read(key);
  if (!whole) throw notFound("文件");
  const range = byteRange(asked, whole.size);
  void reply.headers({
    "content-type": small ? "image/webp" : row.type,
    "content-disposition": "inline",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": briefly ? "no-store" : "private, max-age=1800, immutable",
    "accept-ranges": "bytes",
    etag: `"${key.slice(0, 32)}"`,
  });
  if (range === "unsatisfiable")
    return reply.code(416).header("content-range", `bytes */${whole.size}`).send();
  if (range === null) return reply.header("content-length", whole.size).send(whole.stream());
  const part = await context.files.read(key, range);
  if (!part) throw notFound("文件");
  return reply
    .code(206)
    .header("content-range", `bytes ${range.from}-${range.to}/${whole.size}`)
    .header("content-length", range.to - range.from + 1)
    .send(part.stream());
}
