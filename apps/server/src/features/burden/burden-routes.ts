import { AskForm, AskFormResult, FormBurden, FormBurdenQuery } from "@gezhi/contract/burden.ts";
import { FormId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole, viewerOf } from "../identity/session-plugin.ts";
import { askForm, burdenCsv, endForm, formBurden } from "./burden-commands.ts";
import { formKeepers } from "./burden-rules.ts";

const tags = ["form burden"];
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

export function registerBurdenRoutes(app: App, context: Context): void {
  app.get(
    "/api/form-burden",
    {
      schema: {
        tags,
        summary:
          "Forms that a unit and those below it fill in: how many, how long, what was blocked, by month",
        querystring: FormBurdenQuery,
        response: { 200: FormBurden, ...refusals },
      },
    },
    (request) => formBurden(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/form-burden.csv",
    {
      schema: {
        tags,
        summary: "The month's burden of each unit with the month before, for publication",
        querystring: FormBurdenQuery,
      },
    },
    async (request, reply) =>
      reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="form-burden.csv"')
        .send(await burdenCsv(context, viewerOf(request), request.query)),
  );

  app.post(
    "/api/forms",
    {
      schema: {
        tags,
        summary:
          "A form is asked of a unit: accepted, or refused because one in force asks for the same or the negative list forbids it",
        body: AskForm,
        response: { 200: AskFormResult, ...refusals },
      },
    },
    (request) => askForm(context, requireRole(request, ...formKeepers), request.body),
  );

  app.post(
    "/api/forms/:id/end",
    {
      schema: {
        tags,
        summary: "A form is no longer filled in",
        params: z.object({ id: FormId }),
        response: { 204: z.null(), ...refusals, 409: Problem },
      },
    },
    async (request, reply) => {
      await endForm(context, requireRole(request, ...formKeepers), request.params.id);
      return reply.code(204).send(null);
    },
  );
}
