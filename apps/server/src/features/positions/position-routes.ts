import { PositionStanding, SendPosition } from "@gezhi/contract/positions.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import { read } from "../../platform/database/scope.ts";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { forgetHistory, forgetPosition, keepPosition, standingOf } from "./position-commands.ts";

const tags = ["positions"];
const refusals = { 400: Problem, 401: Problem };

export function registerPositionRoutes(app: App, context: Context): void {
  app.get(
    "/api/positions/mine",
    {
      schema: {
        tags,
        summary: "Whether my place may be known now, and why: on duty, or at work on an incident",
        response: { 200: PositionStanding, ...refusals },
      },
    },
    (request) => {
      const viewer = viewerOf(request);
      return read(context.db, "system", (tx) => standingOf(tx, context, viewer));
    },
  );

  app.put(
    "/api/positions/mine",
    {
      schema: {
        tags,
        summary:
          "Where I am; kept only while on duty or at work on an incident: the last, and one a minute for looking back",
        body: SendPosition,
        response: { 200: PositionStanding, ...refusals },
      },
    },
    (request) => keepPosition(context, viewerOf(request), request.body),
  );

  app.delete(
    "/api/positions/mine",
    {
      schema: {
        tags,
        summary: "Takes my place away at once",
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      await forgetPosition(context, viewerOf(request));
      return reply.code(204).send(null);
    },
  );

  app.delete(
    "/api/positions/mine/history",
    {
      schema: {
        tags,
        summary: "Deletes all that is kept of where I was",
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      await forgetHistory(context, viewerOf(request));
      return reply.code(204).send(null);
    },
  );
}
