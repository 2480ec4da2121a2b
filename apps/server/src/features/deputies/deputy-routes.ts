import {
  AnswerMatter,
  Deputies,
  DeputyMatterDetail,
  DeputyMatterPage,
} from "@gezhi/contract/deputies.ts";
import { PageQuery, Problem } from "@gezhi/contract/problem.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole, viewerOf } from "../identity/session-plugin.ts";
import { answerMatter, listDeputies, matterOf, mattersOf } from "./deputy-commands.ts";

const tags = ["deputies"];
const params = z.object({ id: z.string().regex(/^\d{6}-[0-9a-f-]{36}$/) });
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

export function registerDeputyRoutes(app: App, context: Context): void {
  app.get(
    "/api/deputies",
    {
      schema: {
        tags,
        summary: "Deputies of a town, to whom its centre can send a matter",
        querystring: z.object({ town: UnitCode }),
        response: { 200: Deputies, ...refusals },
      },
    },
    (request) => listDeputies(context, viewerOf(request), request.query.town),
  );

  app.get(
    "/api/deputy-matters",
    {
      schema: {
        tags,
        summary: "Matters that were sent to me as a deputy, newest first",
        querystring: PageQuery,
        response: { 200: DeputyMatterPage, ...refusals },
      },
    },
    (request) => mattersOf(context, requireRole(request, "deputy"), request.query),
  );

  app.get(
    "/api/deputy-matters/:id",
    {
      schema: {
        tags,
        summary: "How a matter goes, in plain words and without persons",
        params,
        response: { 200: DeputyMatterDetail, ...refusals },
      },
    },
    (request) => matterOf(context, requireRole(request, "deputy"), request.params.id),
  );

  app.post(
    "/api/deputy-matters/:id/answers",
    {
      schema: {
        tags,
        summary: "What the deputy says of it; stands in the incident's timeline",
        params,
        body: AnswerMatter,
        response: { 200: DeputyMatterDetail, 409: Problem, ...refusals },
      },
    },
    (request) =>
      answerMatter(context, requireRole(request, "deputy"), request.params.id, request.body),
  );
}
