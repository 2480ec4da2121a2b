import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import type { LiveLink } from "./live-link.ts";

const head = [
  "HTTP/1.1 200 OK",
  "content-type: text/event-stream; charset=utf-8",
  "cache-control: no-cache, no-transform",
  "x-accel-buffering: no",
  "connection: close",
  "",
  "",
].join("\r\n");

export function registerLiveRoutes(app: App, link: LiveLink): void {
  app.get(
    "/api/live",
    {
      schema: {
        tags: ["live"],
        summary: "What changes in my scope, as Server-Sent Events; resumes from Last-Event-ID",
        querystring: z.object({ after: z.string().max(60).optional() }),
      },
    },
    (request, reply) => {
      const viewer = viewerOf(request);
      const last = request.headers["last-event-id"] ?? request.query.after;
      reply.hijack();
      request.raw.socket.write(head);
      link.handOver(request.raw.socket, {
        account: viewer.account,
        tokens: [...viewer.full, ...viewer.masked],
        ...(typeof last === "string" ? { lastEventId: last } : {}),
      });
    },
  );
}
