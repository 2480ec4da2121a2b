import { PatrolId } from "@gezhi/contract/ids.ts";
import {
  MapPatrolQuery,
  MapPatrols,
  MyPatrols,
  Patrol,
  PatrolDues,
  PatrolDuesQuery,
  SendPatrol,
} from "@gezhi/contract/patrols.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { keepPatrol, takeBackPatrol } from "./patrol-commands.ts";
import { patrolDues } from "./patrol-dues.ts";
import { myPatrols, onePatrol, patrolsOnMap } from "./patrol-lists.ts";

const tags = ["patrols"];
const params = z.object({ id: PatrolId });
const refusals = { 400: Problem, 401: Problem };

export function registerPatrolRoutes(app: App, context: Context): void {
  app.get(
    "/api/map/patrols",
    {
      schema: {
        tags,
        summary: "Patrols of the last 24 hours whose way touches a window of the map",
        querystring: MapPatrolQuery,
        response: { 200: MapPatrols, ...refusals },
      },
    },
    (request) => patrolsOnMap(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/patrols/mine",
    {
      schema: {
        tags,
        summary: "Where and what I may patrol, and what is kept of my patrols",
        response: { 200: MyPatrols, ...refusals },
      },
    },
    (request) => myPatrols(context, viewerOf(request)),
  );

  app.get(
    "/api/patrol-duties",
    {
      schema: {
        tags,
        summary: "What the grids of a town are to patrol: due, done, and ended without, by grid",
        querystring: PatrolDuesQuery,
        response: { 200: PatrolDues, ...refusals },
      },
    },
    (request) => patrolDues(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/patrols/:id",
    {
      schema: {
        tags,
        summary: "One patrol: which duty, where, from when to when",
        params,
        response: { 200: Patrol, ...refusals, 404: Problem },
      },
    },
    (request) => onePatrol(context, viewerOf(request), request.params.id),
  );

  app.post(
    "/api/patrols",
    {
      schema: {
        tags,
        summary: "A patrol of mine, while it goes on and at its end; idempotent by its id",
        body: SendPatrol,
        response: { 200: Patrol, ...refusals, 403: Problem, 409: Problem },
      },
    },
    (request) => keepPatrol(context, viewerOf(request), request.body),
  );

  app.delete(
    "/api/patrols/:id",
    {
      schema: {
        tags,
        summary: "Takes a patrol of mine away at once, with its way",
        params,
        response: { 204: z.null(), ...refusals, 404: Problem },
      },
    },
    async (request, reply) => {
      await takeBackPatrol(context, viewerOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}
