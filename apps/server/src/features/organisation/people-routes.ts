import {
  EditPerson,
  NewPerson,
  PeoplePage,
  PeopleQuery,
  Person,
  PersonCreated,
} from "@gezhi/contract/organisation.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole } from "../identity/session-plugin.ts";
import { createPerson, editPerson, findPeople, resetPassword } from "./people-commands.ts";

const tags = ["organisation"];
const params = z.object({ id: z.uuid() });
const refusals = { 400: Problem, 401: Problem, 403: Problem };

export function registerPeopleRoutes(app: App, context: Context): void {
  const { sessions } = app;

  app.get(
    "/api/people",
    {
      schema: {
        tags,
        summary: "People of the administrator's units",
        querystring: PeopleQuery,
        response: { 200: PeoplePage, ...refusals },
      },
    },
    (request) => findPeople(context, requireRole(request, "sysAdmin"), request.query),
  );

  app.post(
    "/api/people",
    {
      schema: {
        tags,
        summary:
          "Creates an account with its first appointment; the answer shows the first password once",
        body: NewPerson,
        response: { 201: PersonCreated, 409: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      const created = await createPerson(context, requireRole(request, "sysAdmin"), request.body);
      return reply.code(201).header("cache-control", "no-store").send(created);
    },
  );

  app.patch(
    "/api/people/:id",
    {
      schema: {
        tags,
        summary: "Edits, disables or enables an account; disabling ends its sessions at once",
        params,
        body: EditPerson,
        response: { 200: Person, 404: Problem, 409: Problem, ...refusals },
      },
    },
    (request) =>
      editPerson(
        context,
        sessions,
        requireRole(request, "sysAdmin"),
        request.params.id,
        request.body,
      ),
  );

  app.post(
    "/api/people/:id/password-reset",
    {
      schema: {
        tags,
        summary: "Gives a new first password, shown once, and ends sessions and locks",
        params,
        response: { 200: z.object({ firstPassword: z.string() }), 404: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return {
        firstPassword: await resetPassword(
          context,
          sessions,
          requireRole(request, "sysAdmin"),
          request.params.id,
        ),
      };
    },
  );
}
