import { Brief, BriefList, BriefQuery } from "@gezhi/contract/briefs.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { briefFile } from "./brief-files.ts";
import { listBriefs, readBrief } from "./briefs.ts";

const tags = ["figures"];
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

export function registerBriefRoutes(app: App, context: Context): void {
  app.get(
    "/api/briefs",
    {
      schema: {
        tags,
        summary: "The days of the last month of which a brief can be read, newest first",
        querystring: z.object({ unit: UnitCode.optional() }),
        response: { 200: BriefList, ...refusals },
      },
    },
    (request) => listBriefs(context, viewerOf(request), request.query.unit),
  );

  app.get(
    "/api/brief",
    {
      schema: {
        tags,
        summary: "The daily brief of a unit, in blocks as the page shows them",
        querystring: BriefQuery,
        response: { 200: Brief, ...refusals },
      },
    },
    (request) => readBrief(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/brief.docx",
    {
      schema: {
        tags,
        summary: "The daily brief as an official document for further editing",
        querystring: BriefQuery,
      },
    },
    async (request, reply) => {
      const brief = await readBrief(context, viewerOf(request), request.query);
      return reply
        .type("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        .header("content-disposition", attachment(brief, "docx"))
        .send(await briefFile({ kind: "docx", brief }));
    },
  );

  app.get(
    "/api/brief.pdf",
    {
      schema: {
        tags,
        summary: "The daily brief as an official document for print",
        querystring: BriefQuery,
      },
    },
    async (request, reply) => {
      const brief = await readBrief(context, viewerOf(request), request.query);
      return reply
        .type("application/pdf")
        .header("content-disposition", attachment(brief, "pdf"))
        .send(await briefFile({ kind: "pdf", brief }));
    },
  );
}

const attachment = ({ day, unit }: Brief, extension: string): string =>
  `attachment; filename="brief-${unit.code}-${day}.${extension}"; filename*=UTF-8''${encodeURIComponent(`${unit.name}日报${day}.${extension}`)}`;
