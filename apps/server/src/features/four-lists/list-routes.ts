import {
  CheckLists,
  HangPlate,
  ListCheckFigures,
  ListCheckResult,
  Plate,
  PlateRegister,
  ProofLists,
} from "@gezhi/contract/four-lists.ts";
import { PlateId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole, viewerOf } from "../identity/session-plugin.ts";
import { checkFigures, checkLists, proofLists } from "./list-check-commands.ts";
import { plateKeepers } from "./list-rules.ts";
import { hangPlate, plateRegister, removePlate } from "./plate-commands.ts";

const tags = ["four lists"];
const ofUnit = z.object({ unit: UnitCode.optional() });
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

export function registerListRoutes(app: App, context: Context): void {
  app.get(
    "/api/proof-lists",
    {
      schema: {
        tags,
        summary:
          "Proofs that a village issues, and those it must not with the channel in their place",
        querystring: ofUnit,
        response: { 200: ProofLists, 400: Problem, 404: Problem },
      },
    },
    (request) => proofLists(context, request.query.unit),
  );

  app.post(
    "/api/list-checks",
    {
      schema: {
        tags,
        summary:
          "Whether a proof or a task may be asked of a village: allowed, or refused with the reason and the other channel; the words are not kept",
        body: CheckLists,
        response: { 200: ListCheckResult, ...refusals },
      },
    },
    (request) => checkLists(context, viewerOf(request), request.body),
  );

  app.get(
    "/api/list-check-figures",
    {
      schema: {
        tags,
        summary: "How often what was asked, allowed and refused, by month",
        querystring: ofUnit.extend({ months: z.coerce.number().int().min(1).max(36).default(12) }),
        response: { 200: ListCheckFigures, ...refusals },
      },
    },
    (request) => checkFigures(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/plates",
    {
      schema: {
        tags,
        summary: "Plates that the catalogue permits, that hang, and that are one too many",
        querystring: ofUnit,
        response: { 200: PlateRegister, ...refusals },
      },
    },
    (request) => plateRegister(context, viewerOf(request), request.query.unit),
  );

  app.post(
    "/api/plates",
    {
      schema: {
        tags,
        summary: "A plate that hangs at a village",
        body: HangPlate,
        response: { 201: Plate, ...refusals, 409: Problem },
      },
    },
    async (request, reply) => {
      const viewer = requireRole(request, ...plateKeepers);
      return reply.code(201).send(await hangPlate(context, viewer, request.body));
    },
  );

  app.post(
    "/api/plates/:id/removal",
    {
      schema: {
        tags,
        summary: "A plate was taken down",
        params: z.object({ id: PlateId }),
        response: { 204: z.null(), ...refusals, 409: Problem },
      },
    },
    async (request, reply) => {
      await removePlate(context, requireRole(request, ...plateKeepers), request.params.id);
      return reply.code(204).send(null);
    },
  );
}
