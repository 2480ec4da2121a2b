import { FireLanes, LaneStops, NoteDeparture, NoteLaneStop } from "@gezhi/contract/fire-lanes.ts";
import { IncidentId, LaneStopId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole, viewerOf } from "../identity/session-plugin.ts";
import { callLaneOwner, noteDeparture, noteStop, orderTow, revealPlate } from "./lane-commands.ts";
import { deskRoles, noters } from "./lane-rules.ts";
import { fireLanes, stopsOf } from "./lane-views.ts";

const tags = ["fire lanes"];
const ofStop = z.object({ id: LaneStopId });
const ofIncident = z.object({ id: IncidentId });
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };
const changed = { 204: z.null(), ...refusals, 409: Problem };

export function registerFireLaneRoutes(app: App, context: Context): void {
  app.get(
    "/api/fire-lanes",
    {
      schema: {
        tags,
        summary: "Vehicles in fire lanes now, and which vehicles and lanes keep coming back",
        querystring: z.object({ unit: UnitCode }),
        response: { 200: FireLanes, ...refusals },
      },
    },
    (request) => fireLanes(context, requireRole(request, ...deskRoles), request.query.unit),
  );

  app.get(
    "/api/incidents/:id/lane-stops",
    {
      schema: {
        tags,
        summary: "Vehicles noted for an incident, their owners called, towed or gone",
        params: ofIncident,
        response: { 200: LaneStops, ...refusals },
      },
    },
    (request) => stopsOf(context, viewerOf(request), request.params.id),
  );

  app.post(
    "/api/incidents/:id/lane-stops",
    {
      schema: {
        tags,
        summary: "Notes a vehicle by its plate, which is sealed and shown masked",
        params: ofIncident,
        body: NoteLaneStop,
        response: { 201: z.object({ id: LaneStopId }), ...refusals, 409: Problem },
      },
    },
    async (request, reply) => {
      const viewer = requireRole(request, ...noters);
      const id = await noteStop(context, viewer, request.params.id, request.body.plate);
      return reply.code(201).send({ id });
    },
  );

  app.post(
    "/api/lane-stops/:id/owner-calls",
    {
      schema: {
        tags,
        summary: "Calls the owner through the privacy number; nobody learns the number",
        params: ofStop,
        response: changed,
      },
    },
    async (request, reply) => {
      await callLaneOwner(context, viewerOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/lane-stops/:id/tows",
    {
      schema: {
        tags,
        summary: "A tow task with a limit of its own within the incident's",
        params: ofStop,
        response: changed,
      },
    },
    async (request, reply) => {
      await orderTow(context, viewerOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/lane-stops/:id/departures",
    {
      schema: {
        tags,
        summary: "The vehicle left or was towed",
        params: ofStop,
        body: NoteDeparture,
        response: changed,
      },
    },
    async (request, reply) => {
      await noteDeparture(context, viewerOf(request), request.params.id, request.body);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/lane-stops/:id/reveal",
    {
      schema: {
        tags,
        summary: "The whole plate once, with a reason, on record",
        params: ofStop,
        body: z.object({ reason: z.string().trim().min(2).max(300) }),
        response: { 200: z.object({ plate: z.string() }), ...refusals, 429: Problem },
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      const { id } = request.params;
      return { plate: await revealPlate(context, viewerOf(request), id, request.body.reason) };
    },
  );
}
