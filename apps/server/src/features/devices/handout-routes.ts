import { HandOut, HandoutQuery, HandoutRegister, TakeBack } from "@gezhi/contract/handouts.ts";
import { DeviceId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole } from "../identity/session-plugin.ts";
import { handOut, takeBack } from "./handout-commands.ts";
import { handoutFile, handoutRegister } from "./handout-lists.ts";

const tags = ["devices"];
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };
const keepers = ["communitySecretary", "postHolder"] as const;

export function registerHandoutRoutes(app: App, context: Context): void {
  app.get(
    "/api/handouts",
    {
      schema: {
        tags,
        summary: "Devices of persons: with whom, worn or not, charged or not, in stock, come back",
        querystring: HandoutQuery.pick({ unit: true }),
        response: { 200: HandoutRegister, ...refusals },
      },
    },
    (request) => handoutRegister(context, requireRole(request, ...keepers), request.query.unit),
  );

  app.get(
    "/api/handouts/export.csv",
    {
      schema: {
        tags,
        summary: "The same as a table, persons masked; on record",
        querystring: HandoutQuery,
      },
    },
    async (request, reply) => {
      const viewer = requireRole(request, ...keepers);
      const { unit, filter } = request.query;
      const { name, text } = await handoutFile(context, viewer, unit, filter);
      return reply
        .type("text/csv; charset=utf-8")
        .header("cache-control", "no-store")
        .header("content-disposition", `attachment; filename="${name}"`)
        .send(text);
    },
  );

  app.post(
    "/api/handouts",
    {
      schema: {
        tags,
        summary: "Gives a device to somebody who agreed, or writes down that it was given",
        body: HandOut,
        response: { 204: z.null(), ...refusals, 409: Problem },
      },
    },
    async (request, reply) => {
      await handOut(context, requireRole(request, ...keepers), request.body);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/handouts/:id/return",
    {
      schema: {
        tags,
        summary: "The device came back, was exchanged or lost; it forgets its person",
        params: z.object({ id: DeviceId }),
        body: TakeBack,
        response: { 204: z.null(), ...refusals, 409: Problem },
      },
    },
    async (request, reply) => {
      const viewer = requireRole(request, ...keepers);
      await takeBack(context, viewer, request.params.id, request.body);
      return reply.code(204).send(null);
    },
  );
}
