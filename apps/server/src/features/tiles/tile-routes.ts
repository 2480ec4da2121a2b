import { gunzipSync } from "node:zlib";
import { MapSettings } from "@gezhi/contract/map.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import { positionHistoryDays } from "../../platform/config.ts";
import type { App } from "../../platform/http/app.ts";
import { answeredFromCache } from "../../platform/http/caching.ts";
import { invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { baseOf, bundledAttribution } from "./base-rules.ts";
import { deepestZoom, isTile } from "./tile-rules.ts";
import { createTileStore } from "./tile-store.ts";

const tags = ["map"];
const whole = z.coerce.number().int().min(0);

export function registerTileRoutes(app: App, context: Context): void {
  const store = createTileStore(context);
  app.addHook("onClose", () => store.close());

  app.get(
    "/api/map/settings",
    {
      schema: {
        tags,
        summary: "What the map is drawn from: tiles, base map, bounds, whose data it is",
        response: { 200: MapSettings, 401: Problem },
      },
    },
    async (request, reply) => {
      viewerOf(request);
      const { version, bounds } = await store.standing();
      const base = baseOf(context.config);
      void reply.header("cache-control", "private, no-cache");
      return {
        tiles: { url: `/api/tiles/{z}/{x}/{y}?v=${version}`, version, maxZoom: deepestZoom },
        bounds,
        base,
        positionDays: positionHistoryDays(context.config),
        attribution: base?.attribution ? [base.attribution] : bundledAttribution,
      };
    },
  );

  app.get(
    "/api/tiles/:z/:x/:y",
    {
      schema: {
        tags,
        summary: "A vector tile (MVT) of the units: layers units, labels, base",
        params: z.object({ z: whole, x: whole, y: whole }),
        querystring: z.object({ v: z.string().max(40).optional() }),
        response: { 200: z.unknown(), 304: z.string(), 400: Problem, 401: Problem },
      },
    },
    async (request, reply) => {
      viewerOf(request);
      const address = request.params;
      if (!isTile(address))
        throw invalid(`没有这个图块：级别 0–${deepestZoom}，行列号不超出该级别的范围`);
      const { version, tile } = await store.tile(address);
      const { z: zoom, x, y } = address;
      const zipped = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
      void reply.header("vary", "accept-encoding");
      const tag = `${version}-${zoom}-${x}-${y}${zipped ? "-gz" : ""}`;
      const forever = request.query.v === version;
      if (answeredFromCache(request, reply, tag, "private", { forever })) return reply;
      void reply.type("application/vnd.mapbox-vector-tile");
      if (zipped) void reply.header("content-encoding", "gzip");
      return reply.send(zipped ? Buffer.from(tile.buffer) : gunzipSync(tile));
    },
  );
}
