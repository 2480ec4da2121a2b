import { Problem } from "@gezhi/contract/problem.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import { HotlineImportResult, HotlineResultsQuery } from "@gezhi/contract/reports.ts";
import type { App } from "../../platform/http/app.ts";
import { invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { requireRole } from "../identity/session-plugin.ts";
import { importHotline, mostRows } from "./hotline-commands.ts";
import { template } from "./hotline-file-rules.ts";
import { hotlineResults } from "./hotline-results.ts";

/** 5,000 rows of long texts. */
const mostBytes = 10 << 20;

const centreRoles: readonly Role[] = ["dispatcher", "dutyOfficer", "commander", "districtCentre"];

export function registerHotlineRoutes(app: App, context: Context): void {
  app.get(
    "/api/hotline-imports/template.csv",
    { schema: { tags: ["hotline"], summary: "An empty file to fill in" } },
    (_request, reply) =>
      reply
        .type("text/csv; charset=utf-8")
        .header(
          "content-disposition",
          "attachment; filename*=UTF-8''%E7%83%AD%E7%BA%BF%E5%B7%A5%E5%8D%95%E6%A8%A1%E6%9D%BF.csv",
        )
        .send(template),
  );

  app.get(
    "/api/hotline-results.csv",
    {
      schema: {
        tags: ["hotline"],
        summary:
          "What became of the hotline orders of the last days, for the system they came from",
        querystring: HotlineResultsQuery,
      },
    },
    async (request, reply) => {
      const viewer = requireRole(request, ...centreRoles);
      const areas = viewer.appointments.flatMap(({ role, unit }) =>
        centreRoles.includes(role) ? unit : [],
      );
      const csv = await hotlineResults(context, viewer, areas, request.query.days);
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="hotline-results.csv"')
        .send(csv);
    },
  );

  app.post(
    "/api/hotline-imports",
    {
      bodyLimit: mostBytes + (1 << 16),
      schema: {
        tags: ["hotline"],
        summary: `Imports up to ${mostRows} hotline orders from CSV, each line with its own result; safe to repeat`,
        consumes: ["multipart/form-data"],
        response: { 200: HotlineImportResult, 400: Problem, 403: Problem, 413: Problem },
      },
    },
    async (request) => {
      const viewer = requireRole(
        request,
        "dispatcher",
        "dutyOfficer",
        "commander",
        "districtCentre",
        "postHolder",
      );
      if (!request.isMultipart()) throw invalid("请以 multipart/form-data 上传一个 CSV 文件");
      const part = await request.file({ limits: { fileSize: mostBytes, files: 1 } });
      if (!part) throw invalid("没有收到文件，请重新选择");
      return importHotline(context, viewer, await part.toBuffer());
    },
  );
}
