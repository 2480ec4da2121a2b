import { IncidentId, keyOf, placeId } from "@gezhi/contract/ids.ts";
import { MapPlaceQuery, MapPlaces, PlanOverlay } from "@gezhi/contract/places.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import { civilDateAt } from "../../platform/civil-date.ts";
import { read } from "../../platform/database/scope.ts";
import type { App } from "../../platform/http/app.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { findIncident } from "../incidents/incident-queries.ts";
import { placeName } from "../organisation/post-directory.ts";
import { countPlaceKinds, listPlacesInWindow } from "./place-map-queries.ts";
import { placeScope } from "./place-rules.ts";
import { planOverlay } from "./plan-overlay-rules.ts";

const tags = ["map"];
const refusals = { 400: Problem, 401: Problem };
const mostShown = 2_000;

export function registerPlaceMapRoutes(app: App, context: Context): void {
  app.get(
    "/api/map/places",
    {
      schema: {
        tags,
        summary: "Places of chosen kinds in a window of the map, and how many of every kind",
        querystring: MapPlaceQuery,
        response: { 200: MapPlaces, ...refusals },
      },
    },
    (request) => placesInWindow(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/incidents/:id/plan-overlay",
    {
      schema: {
        tags,
        summary: "Which kinds of places the plan for this matter wants on the map",
        params: z.object({ id: IncidentId }),
        response: { 200: PlanOverlay, ...refusals, 404: Problem },
      },
    },
    async (request) => {
      const { id } = request.params;
      const scope = scopeOf(viewerOf(request));
      const row = await read(context.db, scope, (tx) => findIncident(tx, keyOf(id)));
      if (!row) throw notFound("这件事");
      return planOverlay(row.category);
    },
  );
}

async function placesInWindow(
  context: Context,
  viewer: Viewer,
  { bbox, unit, kind = [] }: MapPlaceQuery,
): Promise<MapPlaces> {
  const scope = placeScope(viewer);
  if (scope.parties.length === 0) return { items: [], counts: {}, more: false };
  const asked = { bbox, unit, areas: scope.parties, today: civilDateAt(context.now()) };
  const { counts, rows } = await read(context.db, scope, async (tx) => ({
    counts: await countPlaceKinds(tx, asked),
    rows: kind.length ? await listPlacesInWindow(tx, asked, kind, mostShown) : [],
  }));
  return {
    items: rows.slice(0, mostShown).map((row) => ({
      id: placeId(row),
      kind: row.kind,
      name: row.name,
      tags: row.tags,
      geometry: row.geometry,
      position: { lon: row.lon, lat: row.lat },
      unit: { code: UnitCode.parse(row.unit), name: placeName(context, row.unit) },
      simulated: row.simulated,
    })),
    counts: Object.fromEntries(counts.map((one) => [one.kind, one.count])),
    more: rows.length > mostShown,
  };
}
