import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { hearsOfPersons } from "../alarms/alarm-act-rules.ts";
import { sessionOf } from "../identity/session-plugin.ts";
import type { LiveLink } from "./live-link.ts";
import { grantOf, tokensOf } from "./live-rules.ts";

export function registerLiveRoutes(app: App, link: LiveLink): void {
  // Before the server: what listens would come back to a process that is about to end.
  app.addHook("preClose", () => link.close());
  app.get(
    "/api/live",
    {
      schema: {
        tags: ["live"],
        summary:
          "What changes in my scope, as Server-Sent Events; resumes from Last-Event-ID, or begins `ago` seconds back",
        querystring: z.object({
          after: z.string().max(60).optional(),
          ago: z.coerce.number().int().min(0).max(300).optional(),
        }),
      },
    },
    (request, reply) => {
      const { viewer, tokenHash } = sessionOf(request);
      const last = request.headers["last-event-id"] ?? request.query.after;
      reply.hijack();
      link.handOver(request.raw.socket, {
        account: viewer.account,
        tokens: tokensOf(viewer),
        persons: hearsOfPersons(viewer),
        session: tokenHash,
        grant: grantOf(viewer.appointments, viewer.granted),
        ...(typeof last === "string" ? { lastEventId: last } : {}),
        ...(request.query.ago === undefined ? {} : { secondsAgo: request.query.ago }),
      });
    },
  );
}
