import { DeviceId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import {
  AskDoor,
  ChangeResidents,
  DoorAnswer,
  DoorList,
  DoorQuery,
  MakeVisitorCode,
  ProvenPhone,
  ResidentsChanged,
  SwitchDoor,
  VisitorCode,
  VisitorPage,
} from "@gezhi/contract/visitor-codes.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { credentialsOf } from "../../platform/http/basic-credentials.ts";
import { publicLimit } from "../../platform/http/public-limit.ts";
import type { Context } from "../context.ts";
import { requireRole } from "../identity/session-plugin.ts";
import { changeResidents, doorList, switchDoor } from "./door-commands.ts";
import {
  answerDoor,
  makeVisitorCode,
  revokeVisitorCode,
  visitorPage,
} from "./visitor-code-commands.ts";
import { doorKeepers } from "./visitor-code-rules.ts";

const tags = ["doors"];
const params = z.object({ id: DeviceId });
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

export function registerDoorRoutes(app: App, context: Context): void {
  const limit = (perMinute: number) => ({
    config: { rateLimit: publicLimit(context.config, perMinute) },
  });

  app.get(
    "/api/doors",
    {
      schema: {
        tags,
        summary: "Doors of a unit: open for visitors' codes or not, and numbers alone",
        querystring: DoorQuery,
        response: { 200: DoorList, ...refusals },
      },
    },
    (request) => doorList(context, requireRole(request, ...doorKeepers), request.query.unit),
  );

  app.put(
    "/api/doors/:id",
    {
      schema: {
        tags,
        summary: "Opens a door for visitors' codes, or shuts it",
        params,
        body: SwitchDoor,
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      const viewer = requireRole(request, ...doorKeepers);
      await switchDoor(context, viewer, request.params.id, request.body.open);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/doors/:id/residents",
    {
      schema: {
        tags,
        summary: "Which telephones may make codes for a door; kept as fingerprints",
        params,
        body: ChangeResidents,
        response: { 200: ResidentsChanged, ...refusals },
      },
    },
    (request) =>
      changeResidents(
        context,
        requireRole(request, ...doorKeepers),
        request.params.id,
        request.body,
      ),
  );

  app.post(
    "/api/visitor-page",
    {
      ...limit(60),
      schema: {
        tags,
        summary: "Doors and codes of a proven telephone, with every use",
        body: ProvenPhone,
        response: { 200: VisitorPage, 400: Problem, 403: Problem },
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return visitorPage(context, request.body);
    },
  );

  app.post(
    "/api/visitor-codes",
    {
      ...limit(20),
      schema: {
        tags,
        summary: "A visitor's code for a door of this telephone; idempotent by its id",
        body: MakeVisitorCode,
        response: { 200: VisitorCode, ...refusals, 409: Problem },
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return makeVisitorCode(context, request.body);
    },
  );

  app.post(
    "/api/visitor-codes/:id/revocation",
    {
      ...limit(60),
      schema: {
        tags,
        summary: "A code opens nothing from now on",
        params: z.object({ id: z.uuid() }),
        body: ProvenPhone.extend({ door: DeviceId }),
        response: { 200: VisitorCode, ...refusals },
      },
    },
    (request) => {
      const { door, ...proven } = request.body;
      const key = { district: door.slice(0, 6), id: request.params.id };
      return revokeVisitorCode(context, key, proven);
    },
  );

  app.post(
    "/api/door-checks",
    {
      schema: {
        tags,
        summary:
          "A door asks whether a code opens it (Basic authentication with the door's device credentials); counts the use",
        security: [],
        body: AskDoor,
        response: {
          200: DoorAnswer,
          400: Problem,
          401: Problem,
          403: Problem,
          409: Problem,
          429: Problem,
        },
      },
    },
    (request) => answerDoor(context, credentialsOf(request.headers.authorization), request.body),
  );
}
