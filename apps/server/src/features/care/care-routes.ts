import {
  CareDetail,
  CaredPerson,
  CareQuery,
  CareRegister,
  MyVisits,
  RecordVisit,
  RevealedCare,
  SaveCare,
} from "@gezhi/contract/care.ts";
import { CareId, IncidentId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole, viewerOf } from "../identity/session-plugin.ts";
import { createCare, editCare, revealCare, withdrawCare } from "./care-commands.ts";
import { careDetail, careRegister, myVisits } from "./care-lists.ts";
import { recordVisit } from "./visit-commands.ts";

const tags = ["care"];
const params = z.object({ id: CareId });
const reason = z.object({ reason: z.string().trim().min(2).max(300) });
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };
const keepers = ["communitySecretary", "postHolder"] as const;

export function registerCareRoutes(app: App, context: Context): void {
  app.get(
    "/api/care",
    {
      schema: {
        tags,
        summary:
          "Whom a town or community looks after: seen, due, missed; and devices without a plan",
        querystring: CareQuery,
        response: { 200: CareRegister, ...refusals },
      },
    },
    (request) => careRegister(context, requireRole(request, ...keepers), request.query.unit),
  );

  app.post(
    "/api/care",
    {
      schema: {
        tags,
        summary: "A plan for somebody who agreed to it",
        body: SaveCare,
        response: { 201: CareDetail, ...refusals },
      },
    },
    async (request, reply) => {
      const viewer = requireRole(request, ...keepers);
      const id = await createCare(context, viewer, request.body);
      return reply.code(201).send(await careDetail(context, viewer, id));
    },
  );

  app.get(
    "/api/care/:id",
    {
      schema: {
        tags,
        summary: "One person: plan, visits, what was missed, devices and their alarms",
        params,
        response: { 200: CareDetail, ...refusals },
      },
    },
    (request) => careDetail(context, viewerOf(request), request.params.id),
  );

  app.put(
    "/api/care/:id",
    {
      schema: {
        tags,
        summary: "Changes a plan",
        params,
        body: SaveCare,
        response: { 200: CareDetail, ...refusals },
      },
    },
    async (request) => {
      const viewer = requireRole(request, ...keepers);
      await editCare(context, viewer, request.params.id, request.body);
      return careDetail(context, viewer, request.params.id);
    },
  );

  app.post(
    "/api/care/:id/withdrawal",
    {
      schema: {
        tags,
        summary: "Consent is withdrawn: everything about the person is deleted",
        params,
        body: reason,
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      const viewer = requireRole(request, ...keepers);
      await withdrawCare(context, viewer, request.params.id, request.body.reason);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/care/:id/reveal",
    {
      schema: {
        tags,
        summary:
          "Name and numbers of the person and of the emergency contact, with a reason, on record",
        params,
        body: reason,
        response: { 200: RevealedCare, ...refusals, 429: Problem },
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      const { id } = request.params;
      return revealCare(context, viewerOf(request), id, request.body.reason);
    },
  );

  app.get(
    "/api/visits/mine",
    {
      schema: {
        tags,
        summary: "Whom I am to look after today, and whom I looked after",
        response: { 200: MyVisits, 401: Problem },
      },
    },
    (request) => myVisits(context, viewerOf(request)),
  );

  app.post(
    "/api/visits",
    {
      schema: {
        tags,
        summary: "What came of a visit; idempotent by its id",
        body: RecordVisit,
        response: {
          200: z.object({ person: CaredPerson, incident: IncidentId.nullable() }),
          ...refusals,
          409: Problem,
        },
      },
    },
    async (request) => {
      const done = await recordVisit(context, viewerOf(request), request.body);
      return { ...done, incident: done.incident as IncidentId | null };
    },
  );
}
