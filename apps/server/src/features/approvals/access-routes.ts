import {
  Access,
  AccessPage,
  AccessQuery,
  AskAccess,
  DecideAccess,
} from "@gezhi/contract/approvals.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole, viewerOf } from "../identity/session-plugin.ts";
import { askAccess, decideAccess, listAccesses, revokeAccess } from "./access-commands.ts";

const tags = ["approvals"];
const params = z.object({ id: z.string().regex(/^\d{6}-[0-9a-f-]{36}$/) });
const refusals = { 401: Problem, 403: Problem, 404: Problem, 409: Problem };

export function registerAccessRoutes(app: App, context: Context): void {
  const { sessions } = app;

  app.get(
    "/api/approvals",
    {
      schema: {
        tags,
        summary:
          "Requests to see what needs an approval: those I decide, those I asked, those granted",
        querystring: AccessQuery,
        response: { 200: AccessPage, 401: Problem },
      },
    },
    (request) => listAccesses(context, viewerOf(request), request.query),
  );

  app.post(
    "/api/approvals",
    {
      schema: {
        tags,
        summary: "Asks to see one incident whole, or its reporters, for a reason and a time",
        body: AskAccess,
        response: { 201: Access, 400: Problem, ...refusals },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await askAccess(context, viewerOf(request), request.body)),
  );

  app.post(
    "/api/approvals/:id/decisions",
    {
      schema: {
        tags,
        summary: "Approves or refuses; never by who asked",
        params,
        body: DecideAccess,
        response: { 200: Access, 400: Problem, ...refusals },
      },
    },
    (request) =>
      decideAccess(
        context,
        sessions,
        requireRole(request, "dutyOfficer", "commander", "districtCentre"),
        request.params.id,
        request.body,
      ),
  );

  app.post(
    "/api/approvals/:id/revocations",
    {
      schema: {
        tags,
        summary: "Ends what was granted at once, or takes back what one asked for",
        params,
        response: { 200: Access, ...refusals },
      },
    },
    (request) => revokeAccess(context, sessions, viewerOf(request), request.params.id),
  );
}
