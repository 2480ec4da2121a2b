import { FillForm, FormCode, IncidentForms, RevealedAnswers } from "@gezhi/contract/case-forms.ts";
import { IncidentId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole, viewerOf } from "../identity/session-plugin.ts";
import { fillForm, revealForm } from "./form-commands.ts";
import { fillers } from "./form-rules.ts";
import { formsOf } from "./form-views.ts";

const tags = ["case forms"];
const ofIncident = z.object({ id: IncidentId });
const ofForm = ofIncident.extend({ form: FormCode });
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

export function registerCaseFormRoutes(app: App, context: Context): void {
  app.get(
    "/api/incidents/:id/forms",
    {
      schema: {
        tags,
        summary: "Forms of an incident: what was filled, and which I may fill now",
        params: ofIncident,
        response: { 200: IncidentForms, ...refusals },
      },
    },
    async (request) => ({
      items: await formsOf(context, viewerOf(request), request.params.id),
    }),
  );

  app.post(
    "/api/incidents/:id/forms/:form",
    {
      schema: {
        tags,
        summary: "Fills a form whole; the same answers again change nothing",
        params: ofForm,
        body: FillForm,
        response: { 204: z.null(), ...refusals, 409: Problem },
      },
    },
    async (request, reply) => {
      const viewer = requireRole(request, ...fillers);
      const { id, form } = request.params;
      await fillForm(context, viewer, id, form, request.body);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/incidents/:id/forms/:form/reveal",
    {
      schema: {
        tags,
        summary: "The names in a form whole, once, with a reason, on record",
        params: ofForm,
        body: z.object({ reason: z.string().trim().min(2).max(300) }),
        response: { 200: RevealedAnswers, ...refusals, 429: Problem },
      },
    },
    async (request, reply) => {
      const viewer = requireRole(request, ...fillers);
      void reply.header("cache-control", "no-store");
      const { id, form } = request.params;
      return { answers: await revealForm(context, viewer, id, form, request.body.reason) };
    },
  );
}
