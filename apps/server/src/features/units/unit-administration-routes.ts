import { Readable } from "node:stream";
import { Problem } from "@gezhi/contract/problem.ts";
import {
  CoordinateSystem,
  UnitChange,
  UnitChangeAnswer,
  UnitCode,
  UnitImportAnswer,
} from "@gezhi/contract/units.ts";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { App } from "../../platform/http/app.ts";
import { invalid, notFound, ProblemError } from "../../platform/problems.ts";
import { recordExport } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { requireRole } from "../identity/session-plugin.ts";
import type { Viewer } from "../identity/viewer.ts";
import { changeUnit } from "./unit-change-commands.ts";
import { exportCsv, exportGeoJson } from "./unit-export.ts";
import { importUnits, type UnitFiles } from "./unit-import-commands.ts";

const tags = ["units"];
const largest = { csv: 8 << 20, geojson: 40 << 20 };
const ExportQuery = z.object({ unit: UnitCode.optional(), at: z.iso.date().optional() });

export function registerUnitAdministrationRoutes(app: App, context: Context): void {
  const exported = async (
    reply: FastifyReply,
    viewer: Viewer,
    query: z.infer<typeof ExportQuery>,
    format: "csv" | "geojson",
  ) => {
    const unit = query.unit ?? context.configuration.root();
    if (!context.units.find(unit)) throw notFound("这个单位");
    const date = query.at ?? civilDateAt(context.now());
    await recordExport(context, viewer, "units", { unit, subject: unit, detail: { format } });
    const lines = (format === "csv" ? exportCsv : exportGeoJson)(context.db, unit, date);
    return reply
      .type(format === "csv" ? "text/csv; charset=utf-8" : "application/geo+json; charset=utf-8")
      .header("content-disposition", `attachment; filename="units-${unit}-${date}.${format}"`)
      .send(Readable.from(lines));
  };

  for (const format of ["csv", "geojson"] as const)
    app.get(
      `/api/units-export.${format}`,
      {
        schema: {
          tags,
          summary: `A unit and all below it as ${format === "csv" ? "a table" : "areas"}, to change and import again`,
          querystring: ExportQuery,
          response: { 401: Problem, 403: Problem, 404: Problem },
        },
      },
      (request, reply) =>
        exported(reply, requireRole(request, "sysAdmin", "cityOperator"), request.query, format),
    );

  app.post(
    "/api/units-import",
    {
      config: { rateLimit: { max: 30, timeWindow: "1 minute" } },
      schema: {
        tags,
        summary:
          "Import units from a CSV and a GeoJSON file (multipart), all or nothing; a dry run names every problem by line",
        consumes: ["multipart/form-data"],
        querystring: z.object({
          dryRun: z.enum(["true", "false"]).default("true"),
          coordinates: CoordinateSystem.default("wgs84"),
        }),
        response: { 200: UnitImportAnswer, 400: Problem, 401: Problem, 403: Problem, 413: Problem },
      },
    },
    async (request) => {
      const viewer = requireRole(request, "sysAdmin");
      const { dryRun, coordinates } = request.query;
      if (!request.isMultipart()) throw invalid("请上传 CSV 和 GeoJSON 文件");
      const files: UnitFiles = { csv: undefined, geojson: undefined, coordinates };
      for await (const part of request.files({ limits: { fileSize: largest.geojson, files: 2 } })) {
        const format = formatOf(part.filename);
        if (!format) throw invalid(`“${part.filename}”不是 .csv 或 .geojson 文件`);
        if (files[format]) throw invalid(`${format} 文件只能有一个`);
        const content = await part.toBuffer().catch(refuseTooLarge);
        if (content.length > largest[format]) refuseTooLarge();
        files[format] = content;
      }
      if (!files.csv && !files.geojson) throw invalid("请上传 CSV 或 GeoJSON 文件");
      return importUnits(context, viewer, files, { dryRun: dryRun === "true" });
    },
  );

  app.post(
    "/api/unit-changes",
    {
      schema: {
        tags,
        summary: "Rename, merge, create or end a unit from a date on",
        body: UnitChange,
        response: {
          200: UnitChangeAnswer,
          400: Problem,
          401: Problem,
          403: Problem,
          404: Problem,
          409: Problem,
        },
      },
    },
    async (request) => changeUnit(context, requireRole(request, "sysAdmin"), request.body),
  );
}

function refuseTooLarge(): never {
  const [csv, geojson] = [largest.csv, largest.geojson].map((bytes) => bytes >> 20);
  throw new ProblemError(
    "too_large",
    `文件太大：CSV 最大 ${csv} MB，GeoJSON 最大 ${geojson} MB，请按区县分开导入`,
  );
}

function formatOf(name: string): "csv" | "geojson" | undefined {
  if (/\.csv$/i.test(name)) return "csv";
  return /\.(geo)?json$/i.test(name) ? "geojson" : undefined;
}
