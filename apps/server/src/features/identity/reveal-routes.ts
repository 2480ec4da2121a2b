import { Reveal } from "@gezhi/contract/identity.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { reveal } from "./reveal-commands.ts";
import { viewerOf } from "./session-plugin.ts";

export function registerRevealRoutes(app: App, context: Context): void {
  app.post(
    "/api/reveals",
    {
      schema: {
        tags: ["identity"],
        summary: "Shows a masked field once, with a reason on record",
        body: Reveal,
        response: {
          200: z.object({ value: z.string() }),
          400: Problem,
          401: Problem,
          403: Problem,
          404: Problem,
          429: Problem,
        },
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return { value: await reveal(context, viewerOf(request), request.body) };
    },
  );
}
