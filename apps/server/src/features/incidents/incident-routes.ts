import { Readable } from "node:stream";
import {
  BulkActs,
  BulkResult,
  CountsByUnit,
  IncidentCounts,
  IncidentMap,
  Presence,
  WorkOrderPage,
} from "@gezhi/contract/incident-answers.ts";
import { IncidentId } from "@gezhi/contract/ids.ts";
import { CaseFile } from "@gezhi/contract/timeline.ts";
import { IncidentPage, IncidentQuery } from "@gezhi/contract/incident-lists.ts";
import { Incident, PerformAct } from "@gezhi/contract/incidents.ts";
import { PageQuery, Problem } from "@gezhi/contract/problem.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { recordDetailUse } from "../approvals/access-commands.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { casePage } from "./case-page.ts";
import { performAct, performOnAll } from "./incident-commands.ts";
import { countIncidents } from "./incident-counts.ts";
import { readAfterAct, readIncident } from "./incident-detail.ts";
import { csvOf, exportCase } from "./incident-export.ts";
import { listIncidents, listWorkOrders } from "./incident-lists.ts";
import { mapOfIncident } from "./incident-map.ts";
import { notePresence } from "./incident-presence.ts";
import { countByUnit } from "./unit-breakdown.ts";

const params = z.object({ id: IncidentId });
const tags = ["incidents"];

export function registerIncidentRoutes(app: App, context: Context): void {
  app.get(
    "/api/incidents",
    {
      schema: {
        tags,
        summary:
          "A list of incidents: the centre's queue, my post's inbox, my grid, escalations, rechecks, or all in my scope",
        querystring: IncidentQuery,
        response: { 200: IncidentPage, 401: Problem },
      },
    },
    (request) => listIncidents(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/incidents.csv",
    {
      schema: {
        tags,
        summary: "The same list as a table for spreadsheets; on record",
        querystring: IncidentQuery,
      },
    },
    (request, reply) =>
      reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="incidents.csv"')
        .send(Readable.from(csvOf(context, viewerOf(request), request.query))),
  );

  app.get(
    "/api/incidents/:id",
    {
      schema: {
        tags,
        summary: "One incident with everything that hangs on it",
        params,
        response: { 200: Incident, 401: Problem, 404: Problem },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      const incident = await readIncident(context, viewer, request.params.id);
      await recordDetailUse(context, viewer, incident);
      return incident;
    },
  );

  app.post(
    "/api/incidents/:id/acts",
    {
      schema: {
        tags,
        summary: "Acts on an incident; which acts, its `actions` say",
        params,
        body: PerformAct,
        response: {
          200: Incident,
          400: Problem,
          401: Problem,
          403: Problem,
          404: Problem,
          409: Problem,
        },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await performAct(context, { kind: "staff", viewer }, request.params.id, request.body);
      return readAfterAct(context, viewer, request.params.id);
    },
  );

  app.post(
    "/api/incident-acts",
    {
      schema: {
        tags,
        summary: "The same act on many incidents, each on its own, with a result for each",
        body: BulkActs,
        response: { 200: BulkResult, 400: Problem, 401: Problem },
      },
    },
    async (request) => {
      const { incidents, act } = request.body;
      return {
        results: await performOnAll(
          context,
          { kind: "staff", viewer: viewerOf(request) },
          incidents,
          act,
        ),
      };
    },
  );

  app.get(
    "/api/incidents/:id/case-file",
    {
      schema: {
        tags,
        summary:
          "The whole case as one file that `gezhi verify` checks, or as a page to print; on record",
        params,
        querystring: z.object({ format: z.enum(["json", "html"]).default("json") }),
        response: { 200: CaseFile.or(z.string()), 401: Problem, 403: Problem, 404: Problem },
      },
    },
    async (request, reply) => {
      const { file, incident } = await exportCase(context, viewerOf(request), request.params.id);
      if (request.query.format === "html")
        return reply
          .type("text/html; charset=utf-8")
          .serializer(String)
          .send(casePage(incident, new Date(file.exportedAt)));
      return reply
        .header("content-disposition", `attachment; filename="${incident.number}.json"`)
        .send(file);
    },
  );

  app.get(
    "/api/incidents/:id/map",
    {
      schema: {
        tags,
        summary: "The surroundings of an incident",
        params,
        response: { 200: IncidentMap, 401: Problem, 404: Problem },
      },
    },
    (request) => mapOfIncident(context, viewerOf(request), request.params.id),
  );

  app.put(
    "/api/incidents/:id/presence",
    {
      schema: {
        tags,
        summary:
          "Says that I have the incident open, and hears who else has; kept in memory for less than a minute",
        params,
        body: z.object({ typing: z.boolean() }),
        response: { 200: Presence, 401: Problem, 404: Problem },
      },
    },
    (request) => notePresence(context, viewerOf(request), request.params.id, request.body.typing),
  );

  app.get(
    "/api/incident-counts",
    {
      schema: {
        tags,
        summary: "How many there are in a unit: reported = open + closed + rejected + merged",
        querystring: z.object({ unit: UnitCode.optional(), today: z.enum(["true"]).optional() }),
        response: { 200: IncidentCounts, 401: Problem },
      },
    },
    (request) => {
      const viewer = viewerOf(request);
      return countIncidents(
        context,
        viewer,
        request.query.unit ?? viewer.appointments[0]?.unit ?? context.configuration.root(),
        request.query.today === "true",
      );
    },
  );

  app.get(
    "/api/incident-counts/by-unit",
    {
      schema: {
        tags,
        summary: "Figures of a unit and of every unit of the next level: the parts add up",
        querystring: z.object({ unit: UnitCode.optional() }),
        response: { 200: CountsByUnit, 401: Problem, 403: Problem, 404: Problem },
      },
    },
    (request) => {
      const viewer = viewerOf(request);
      const unit =
        request.query.unit ?? viewer.appointments[0]?.unit ?? context.configuration.root();
      return countByUnit(context, viewer, unit);
    },
  );

  app.get(
    "/api/work-orders",
    {
      schema: {
        tags,
        summary: "Running work orders of my posts, most urgent first, each with its incident",
        querystring: PageQuery.extend({ list: z.enum(["inbox"]).default("inbox") }),
        response: { 200: WorkOrderPage, 401: Problem },
      },
    },
    (request) => listWorkOrders(context, viewerOf(request), request.query),
  );
}
