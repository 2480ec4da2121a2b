import { IncidentId } from "@gezhi/contract/ids.ts";
import {
  Candidates,
  MapAlarmHistoryQuery,
  MapAlarmQuery,
  MapDeviceHistoryQuery,
  MapDeviceQuery,
  MapForceQuery,
  MapForces,
  MapHeat,
  MapHeatQuery,
  MapIncidentHistoryQuery,
  MapIncidentQuery,
  MapLayer,
  MapPeopleHistoryQuery,
  MapPeopleQuery,
  UnitGlance,
} from "@gezhi/contract/map.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { candidatesFor } from "./map-candidates.ts";
import { glanceAt, mapForces } from "./map-forces.ts";
import { mapHeat } from "./map-heat.ts";
import { mapAlarmsAt, mapDevicesAt, mapIncidentsAt } from "./map-history.ts";
import { mapAlarms, mapDevices, mapIncidents } from "./map-layers.ts";
import { mapPeople, mapPeopleAt } from "./map-people.ts";
import { positionLooks } from "../positions/position-look-commands.ts";

const tags = ["map"];
const refusals = { 400: Problem, 401: Problem };

export function registerMapRoutes(app: App, context: Context): void {
  app.get(
    "/api/map/incidents",
    {
      schema: {
        tags,
        summary:
          "Open incidents in a window of the map: single ones, and clusters of what lies close",
        querystring: MapIncidentQuery,
        response: { 200: MapLayer, ...refusals },
      },
    },
    (request) => mapIncidents(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/map/alarms",
    {
      schema: {
        tags,
        summary: "Open alarms in a window of the map",
        querystring: MapAlarmQuery,
        response: { 200: MapLayer, ...refusals },
      },
    },
    (request) => mapAlarms(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/map/devices",
    {
      schema: {
        tags,
        summary: "Devices in a window of the map, by state",
        querystring: MapDeviceQuery,
        response: { 200: MapLayer, ...refusals },
      },
    },
    (request) => mapDevices(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/map/forces",
    {
      schema: {
        tags,
        summary:
          "Staff of the units in a window of the map and who is on duty; where units lie, not people",
        querystring: MapForceQuery,
        response: { 200: MapForces, ...refusals },
      },
    },
    (request) => mapForces(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/map/people",
    {
      schema: {
        tags,
        summary: "Where people on duty or at work on an incident are, as their devices said last",
        querystring: MapPeopleQuery,
        response: { 200: MapLayer, ...refusals },
      },
    },
    async (request) => mapPeople(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/map/history/incidents",
    {
      schema: {
        tags,
        summary:
          "Incidents that were open at an instant of the last 30 days, read from their timelines",
        querystring: MapIncidentHistoryQuery,
        response: { 200: MapLayer, ...refusals },
      },
    },
    (request) => mapIncidentsAt(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/map/history/alarms",
    {
      schema: {
        tags,
        summary: "Alarms that were open at an instant of the last 30 days",
        querystring: MapAlarmHistoryQuery,
        response: { 200: MapLayer, ...refusals },
      },
    },
    (request) => mapAlarmsAt(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/map/history/devices",
    {
      schema: {
        tags,
        summary: "Devices by the state they had at an instant of the last 30 days",
        querystring: MapDeviceHistoryQuery,
        response: { 200: MapLayer, ...refusals },
      },
    },
    (request) => mapDevicesAt(context, viewerOf(request), request.query),
  );

  const looks = positionLooks(context);
  app.get(
    "/api/map/history/people",
    {
      schema: {
        tags,
        summary:
          "Where people on duty or at work who shared their place were at an instant; with a reason, on record",
        querystring: MapPeopleHistoryQuery,
        response: { 200: MapLayer, ...refusals },
      },
    },
    async (request) => mapPeopleAt(context, looks, viewerOf(request), request.query),
  );

  app.get(
    "/api/map/heat",
    {
      schema: {
        tags,
        summary:
          "How many incidents were reported where, by category and period, in cells of the H3 grid",
        querystring: MapHeatQuery,
        response: { 200: MapHeat, ...refusals },
      },
    },
    (request) => mapHeat(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/map/units/:code",
    {
      schema: {
        tags,
        summary: "A unit at a glance: open incidents, devices that are not online, its 1+3+N",
        params: z.object({ code: UnitCode }),
        response: { 200: UnitGlance, ...refusals, 404: Problem },
      },
    },
    (request) => glanceAt(context, viewerOf(request), request.params.code),
  );

  app.get(
    "/api/incidents/:id/candidates",
    {
      schema: {
        tags,
        summary:
          "Whom to send: nearest and most suitable first, with reasons and an estimate of arrival",
        params: z.object({ id: IncidentId }),
        response: { 200: Candidates, ...refusals, 403: Problem, 404: Problem },
      },
    },
    (request) => candidatesFor(context, viewerOf(request), request.params.id),
  );
}
