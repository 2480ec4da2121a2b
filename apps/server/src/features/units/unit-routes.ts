import { createHash } from "node:crypto";
import { Problem } from "@gezhi/contract/problem.ts";
import { Unit, UnitCode, UnitLevel } from "@gezhi/contract/units.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { App } from "../../platform/http/app.ts";
import { answeredFromCache } from "../../platform/http/caching.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { registerUnitAdministrationRoutes } from "./unit-administration-routes.ts";
import { featureText } from "./unit-export.ts";
import { findAreasOn, findVersions, listUnitsOn } from "./unit-queries.ts";
import { toUnit } from "./unit-tables.ts";

const tags = ["units"];
const Params = z.object({ code: UnitCode });
const OnDate = z.object({ at: z.iso.date().optional() });
const Step = z.object({ code: UnitCode, name: z.string() });
const mostFound = 100_000;
/** Names and outlines are public; a machine that reads them all slowly is welcome, one that hammers is not. */
const config = { rateLimit: { max: 1200, timeWindow: "1 minute" } };

export function registerUnitRoutes(app: App, context: Context): void {
  const { db, units } = context;
  const dateOf = (at: string | undefined): string => at ?? civilDateAt(context.now());
  registerUnitAdministrationRoutes(app, context);

  app.get(
    "/api/units",
    {
      config,
      schema: {
        tags,
        summary: "Units by name or code, below a unit, at a level; as they stood on a date",
        security: [],
        querystring: OnDate.extend({
          parent: UnitCode.optional(),
          level: UnitLevel.optional(),
          q: z.string().trim().max(60).optional(),
          after: UnitCode.optional(),
          limit: z.coerce.number().int().min(1).max(1000).default(200),
        }),
        response: {
          200: z.object({ items: z.array(Unit), next: UnitCode.optional() }),
          429: Problem,
        },
      },
    },
    async (request) => {
      const { q, parent, level, after, limit, at } = request.query;
      if (q) {
        const within = (code: string) => parent === undefined || code.startsWith(parent);
        const found = units.search(q, level, parent === undefined ? limit : mostFound);
        return { items: found.filter(({ code }) => within(code)).slice(0, limit) };
      }
      const rows = await listUnitsOn(db, {
        date: dateOf(at),
        parent,
        level,
        after,
        limit: limit + 1,
      });
      const items = rows.slice(0, limit).map(toUnit);
      const last = items.at(-1);
      return { items, ...(rows.length > limit && last ? { next: last.code } : {}) };
    },
  );

  app.get(
    "/api/units/:code",
    {
      config,
      schema: {
        tags,
        summary: "A unit with its path and its versions; an ended one stays readable",
        security: [],
        params: Params,
        querystring: OnDate,
        response: {
          200: Unit.extend({
            path: z.array(Step),
            children: z.number().int(),
            history: z.array(Unit),
            /** Who goes on with its work today. */
            continuedBy: UnitCode,
          }),
          404: Problem,
        },
      },
    },
    async (request) => {
      const { code } = request.params;
      const date = dateOf(request.query.at);
      const history = (await findVersions(db, code)).map(toUnit);
      const started = history.filter(({ validFrom }) => validFrom <= date);
      const unit = started.at(-1) ?? history[0];
      if (!unit) throw notFound("这个单位");
      return {
        ...unit,
        path: units.path(code),
        children: units.children(code).length,
        history,
        continuedBy: units.successorOf(code, new Date(context.now())),
      };
    },
  );

  app.get(
    "/api/units/:code/boundary",
    {
      config,
      schema: {
        tags,
        summary: "The area of a unit as a GeoJSON feature, WGS-84",
        security: [],
        params: Params,
        querystring: OnDate,
        response: { 200: z.string(), 304: z.string(), 404: Problem },
      },
    },
    async (request, reply) => {
      const [row] = await findAreasOn(db, { code: request.params.code }, dateOf(request.query.at));
      if (!row) throw notFound("这个单位的边界");
      return sendGeoJson(request, reply, featureText(row));
    },
  );

  app.get(
    "/api/units/:code/children-boundaries",
    {
      config,
      schema: {
        tags,
        summary: "The areas of the units right below one, as a GeoJSON collection",
        security: [],
        params: Params,
        querystring: OnDate,
        response: { 200: z.string(), 304: z.string() },
      },
    },
    async (request, reply) => {
      const rows = await findAreasOn(db, { parent: request.params.code }, dateOf(request.query.at));
      const features = rows.map(featureText).join(",\n");
      return sendGeoJson(request, reply, `{"type":"FeatureCollection","features":[${features}]}`);
    },
  );

  app.get(
    "/api/locate",
    {
      config,
      schema: {
        tags,
        summary: "The grid that holds a position",
        security: [],
        querystring: z.object({
          lon: z.coerce.number().min(-180).max(180),
          lat: z.coerce.number().min(-90).max(90),
        }),
        response: { 200: z.object({ grid: UnitCode, path: z.array(Step) }), 404: Problem },
      },
    },
    async (request) => {
      const grid = units.locate(request.query.lon, request.query.lat);
      if (!grid) throw notFound("这个位置所在的网格");
      return { grid, path: units.path(grid) };
    },
  );

  app.get(
    "/api/neighbours/:town",
    {
      config,
      schema: {
        tags,
        summary: "Towns whose areas touch, also across districts",
        security: [],
        params: z.object({ town: UnitCode }),
        response: { 200: z.object({ items: z.array(Unit) }), 404: Problem },
      },
    },
    async (request) => {
      const { town } = request.params;
      if (units.find(town)?.level !== "town") throw notFound("这个镇街");
      return { items: units.neighbours(town).flatMap((code) => units.find(code) ?? []) };
    },
  );
}

function sendGeoJson(request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply {
  const tag = createHash("sha1").update(text).digest("base64url");
  if (answeredFromCache(request, reply, tag)) return reply;
  return reply.type("application/geo+json; charset=utf-8").serializer(String).send(text);
}
