import {
  Assessment,
  AssessmentExportQuery,
  AssessmentQuery,
  DecideObjection,
  Objection,
  RaiseObjection,
} from "@gezhi/contract/assessment.ts";
import { ObjectionId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { decideObjection, raiseObjection } from "./assessment-commands.ts";
import { assessmentCsv, readAssessment } from "./assessment.ts";

const tags = ["figures"];
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem };

export function registerAssessmentRoutes(app: App, context: Context): void {
  app.get(
    "/api/assessment",
    {
      schema: {
        tags,
        summary:
          "Assessment of units by completion, timeliness, quality and rating; never of persons",
        querystring: AssessmentQuery,
        response: { 200: Assessment, ...refusals },
      },
    },
    (request) => readAssessment(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/assessment.csv",
    {
      schema: {
        tags,
        summary: "The same as a table for spreadsheets",
        querystring: AssessmentExportQuery,
      },
    },
    async (request, reply) => {
      const { language, ...query } = request.query;
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="assessment.csv"')
        .send(await assessmentCsv(context, viewerOf(request), query, language));
    },
  );

  app.post(
    "/api/assessment-objections",
    {
      schema: {
        tags,
        summary: "A unit objects to an incident that counts against it",
        body: RaiseObjection,
        response: { 201: Objection, ...refusals },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await raiseObjection(context, viewerOf(request), request.body)),
  );

  app.post(
    "/api/assessment-objections/:id/decision",
    {
      schema: {
        tags,
        summary: "The level above accepts or refuses an objection, with an answer",
        params: z.object({ id: ObjectionId }),
        body: DecideObjection,
        response: { 200: Objection, ...refusals },
      },
    },
    (request) => decideObjection(context, viewerOf(request), request.params.id, request.body),
  );
}
