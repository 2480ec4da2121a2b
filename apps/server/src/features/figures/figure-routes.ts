import { FigureExportQuery, FigureQuery, Figures } from "@gezhi/contract/figures.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { figuresCsv, figuresWorkbook } from "./figure-export.ts";
import { readFigures } from "./figures.ts";

export function registerFigureRoutes(app: App, context: Context): void {
  app.get(
    "/api/figures",
    {
      schema: {
        tags: ["figures"],
        summary:
          "Figures of a unit in a period, with their definitions and the lists behind them; by unit, kind, source, day or hour",
        querystring: FigureQuery,
        response: { 200: Figures, 400: Problem, 401: Problem, 403: Problem, 404: Problem },
      },
    },
    (request) => readFigures(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/figures.csv",
    {
      schema: {
        tags: ["figures"],
        summary: "One figure as a table for spreadsheets, with its definition",
        querystring: FigureExportQuery,
      },
    },
    async (request, reply) =>
      reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="figures.csv"')
        .send(await figuresCsv(context, viewerOf(request), request.query)),
  );

  app.get(
    "/api/figures.xlsx",
    {
      schema: {
        tags: ["figures"],
        summary: "One figure as a workbook, with its definition on the sheet",
        querystring: FigureExportQuery,
      },
    },
    async (request, reply) =>
      reply
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .header("content-disposition", 'attachment; filename="figures.xlsx"')
        .send(await figuresWorkbook(context, viewerOf(request), request.query)),
  );
}
