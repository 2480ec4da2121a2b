import { DutyImported, DutyQuery, DutyRoster, ImportDuty, SetDuty } from "@gezhi/contract/duty.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { importDuty, readDuty, setDuty } from "./duty-commands.ts";

const tags = ["organisation"];
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

export function registerDutyRoutes(app: App, context: Context): void {
  app.get(
    "/api/duty",
    {
      schema: {
        tags,
        summary: "Who is on duty when in a town, by shifts of twelve hours",
        querystring: DutyQuery,
        response: { 200: DutyRoster, ...refusals },
      },
    },
    (request) => readDuty(context, viewerOf(request), request.query),
  );

  app.put(
    "/api/duty",
    {
      schema: {
        tags,
        summary: "Says who is on duty in one shift; on record",
        body: SetDuty,
        response: { 204: z.null(), 409: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      await setDuty(context, viewerOf(request), request.body);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/duty-imports",
    {
      schema: {
        tags,
        summary: "A pasted roster, checked line by line; all of it is written or nothing",
        body: ImportDuty,
        response: { 200: DutyImported, ...refusals },
      },
    },
    (request) => importDuty(context, viewerOf(request), request.body),
  );
}
