import { Problem } from "@gezhi/contract/problem.ts";
import { WayQuery, WayView } from "@gezhi/contract/ways.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { publicLimit } from "../../platform/http/public-limit.ts";
import type { Context } from "../context.ts";
import { openWay } from "./way-commands.ts";

const call = z.string().regex(/^\d{6}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

export function registerWayRoutes(app: App, context: Context): void {
  app.get(
    "/api/ways/:call",
    {
      config: { rateLimit: publicLimit(context.config, 60) },
      schema: {
        tags: ["ways"],
        summary: "Where an outside party was called to, for whoever holds the link of the call",
        security: [],
        params: z.object({ call }),
        querystring: WayQuery,
        response: { 200: WayView, 400: Problem, 404: Problem },
      },
    },
    async (request, reply) => {
      const way = await openWay(context, request.params.call, request.query.token);
      return reply.header("cache-control", "no-store").send(way);
    },
  );
}
