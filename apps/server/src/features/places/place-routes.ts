import { keyOf, PlaceId } from "@gezhi/contract/ids.ts";
import {
  Place,
  PlaceImportResult,
  PlacePage,
  PlaceQuery,
  SavePlace,
} from "@gezhi/contract/places.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { CoordinateSystem, UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import { civilDateAt } from "../../platform/civil-date.ts";
import { byteOrderMark, csvLine } from "../../platform/csv.ts";
import { converters } from "../../platform/coordinates.ts";
import { read } from "../../platform/database/scope.ts";
import type { App } from "../../platform/http/app.ts";
import { invalid, notFound } from "../../platform/problems.ts";
import { recordExport } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import type { Viewer } from "../identity/viewer.ts";
import { createPlace, editPlace, endPlace, notKeeper, revealContact } from "./place-commands.ts";
import { featureOf, headings, readFeatures, readTable, tableLine } from "./place-file-rules.ts";
import { importPlaces } from "./place-import-commands.ts";
import { registerPlaceMapRoutes } from "./place-map-routes.ts";
import { presentPlace, savedOf } from "./place-presentation.ts";
import { findPlace, listPlaces } from "./place-queries.ts";
import { keepsPlaces, placeScope } from "./place-rules.ts";

const tags = ["places"];
const params = z.object({ id: PlaceId });
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };
const reason = z.object({ reason: z.string().trim().min(2).max(300) });
const exported = z.object({ unit: UnitCode });
const mostBytes = 8 << 20;
const exportPage = 1000;

export function registerPlaceRoutes(app: App, context: Context): void {
  registerPlaceMapRoutes(app, context);
  const today = () => civilDateAt(context.now());
  const list = (viewer: Viewer, query: PlaceQuery) => {
    const scope = placeScope(viewer);
    return scope.parties.length
      ? read(context.db, scope, (tx) => listPlaces(tx, scope.parties, query, today()))
      : Promise.resolve([]);
  };
  const one = async (viewer: Viewer, id: PlaceId): Promise<Place> => {
    const row = await read(context.db, placeScope(viewer), (tx) => findPlace(tx, keyOf(id)));
    if (!row) throw notFound("这处场所");
    return presentPlace(context, viewer, row);
  };
  async function exportedPlaces(
    viewer: Viewer,
    unit: UnitCode,
    format: "csv" | "geojson",
  ): Promise<SavePlace[]> {
    const places = await everyPlace(viewer, unit);
    const detail = { unit, format, rows: places.length };
    await recordExport(context, viewer, "places", { unit, detail });
    return places;
  }
  async function everyPlace(viewer: Viewer, unit: UnitCode): Promise<SavePlace[]> {
    const all: SavePlace[] = [];
    for (let after: string | undefined; ;) {
      const rows = await list(viewer, { unit, ended: "true", limit: exportPage, after });
      const page = rows.slice(0, exportPage);
      all.push(...page.map(savedOf));
      const last = page.at(-1);
      if (rows.length <= exportPage || !last) return all;
      after = `${last.unit} ${last.code}`;
    }
  }

  app.get(
    "/api/places",
    {
      schema: {
        tags,
        summary: "Key places and facilities, by unit and code",
        querystring: PlaceQuery,
        response: { 200: PlacePage, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      const { limit } = request.query;
      const rows = await list(viewer, request.query);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map((row) => presentPlace(context, viewer, row)),
        ...(rows.length > limit && last ? { next: `${last.unit} ${last.code}` } : {}),
      };
    },
  );

  app.get(
    "/api/places/:id",
    { schema: { tags, summary: "A place", params, response: { 200: Place, ...refusals } } },
    (request) => one(viewerOf(request), request.params.id),
  );

  app.post(
    "/api/places",
    {
      schema: {
        tags,
        summary: "Registers a place; its position says its grid",
        body: SavePlace,
        response: { 201: Place, 409: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const id = await createPlace(context, viewer, request.body);
      return reply.code(201).send(await one(viewer, id));
    },
  );

  app.put(
    "/api/places/:id",
    {
      schema: {
        tags,
        summary: "Changes a place; a contact that is left out stays",
        params,
        body: SavePlace,
        response: { 200: Place, 409: Problem, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await editPlace(context, viewer, request.params.id, request.body);
      return one(viewer, request.params.id);
    },
  );

  app.post(
    "/api/places/:id/end",
    {
      schema: {
        tags,
        summary: "The place is no more from today; it stays on record",
        params,
        body: reason,
        response: { 200: Place, 409: Problem, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await endPlace(context, viewer, request.params.id, request.body.reason);
      return one(viewer, request.params.id);
    },
  );

  app.post(
    "/api/places/:id/reveal",
    {
      schema: {
        tags,
        summary: "The contact, with a reason, on record",
        params,
        body: reason,
        response: {
          200: z.object({ name: z.string().nullable(), phone: z.string().nullable() }),
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      void reply.header("cache-control", "no-store");
      return revealContact(context, viewerOf(request), id, request.body.reason);
    },
  );

  app.get(
    "/api/places/export.csv",
    {
      schema: {
        tags,
        summary: "Places of a unit as the import takes them; contacts are left out",
        querystring: exported,
      },
    },
    async (request, reply) => {
      const places = await exportedPlaces(viewerOf(request), request.query.unit, "csv");
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="places-${request.query.unit}.csv"`)
        .send(byteOrderMark + csvLine(headings) + places.map(tableLine).join(""));
    },
  );

  app.get(
    "/api/places/export.geojson",
    {
      schema: {
        tags,
        summary: "Places of a unit as GeoJSON (WGS-84); contacts are left out",
        querystring: exported,
      },
    },
    async (request, reply) => {
      const places = await exportedPlaces(viewerOf(request), request.query.unit, "geojson");
      return reply
        .type("application/geo+json; charset=utf-8")
        .header(
          "content-disposition",
          `attachment; filename="places-${request.query.unit}.geojson"`,
        )
        .send(JSON.stringify({ type: "FeatureCollection", features: places.map(featureOf) }));
    },
  );

  app.post(
    "/api/places/import",
    {
      bodyLimit: mostBytes + (1 << 16),
      schema: {
        tags,
        summary: "Places from CSV or GeoJSON, all or nothing; a dry run names every problem",
        consumes: ["multipart/form-data"],
        querystring: z.object({
          dryRun: z.enum(["true", "false"]).default("true"),
          coordinates: CoordinateSystem.default("wgs84"),
        }),
        response: { 200: PlaceImportResult, 413: Problem, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      if (!keepsPlaces(viewer)) throw notKeeper();
      if (!request.isMultipart())
        throw invalid("请以 multipart/form-data 上传一个 CSV 或 GeoJSON 文件");
      const part = await request.file({ limits: { fileSize: mostBytes, files: 1 } });
      if (!part) throw invalid("没有收到文件，请重新选择");
      const text = (await part.toBuffer()).toString("utf8");
      const file = await (/\.(geo)?json$/i.test(part.filename)
        ? readFeatures(text, converters[request.query.coordinates])
        : readTable(text, converters[request.query.coordinates]));
      return importPlaces(context, viewer, file, request.query.dryRun === "true");
    },
  );
}
