import type { ServerResponse } from "node:http";
import { Problem } from "@gezhi/contract/problem.ts";
import { AppealReceipt, Progress, RateReceipt, ReceiptQuery } from "@gezhi/contract/reports.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { publicLimit } from "../../platform/http/public-limit.ts";
import type { Context } from "../context.ts";
import { actOnReceipt, checkReceipt, progressOf } from "./receipt-commands.ts";
import { createReceiptWatch } from "./receipt-watch.ts";

const params = z.object({ number: z.string().max(40) });
const heartbeatMs = 15_000;

export function registerReceiptRoutes(app: App, context: Context): void {
  const watch = createReceiptWatch(context);
  const open = new Set<ServerResponse>();
  // A stream never ends by itself: the server would wait for it when it stops.
  app.addHook("preClose", async () => {
    for (const response of open) response.end();
  });
  const limit = (perMinute: number) => ({
    config: { rateLimit: publicLimit(context.config, perMinute) },
  });
  const described = (summary: string) => ({ tags: ["receipts"], summary, params });

  app.get(
    "/api/receipts/:number",
    {
      ...limit(120),
      schema: {
        ...described("Progress, for whoever holds the receipt"),
        querystring: ReceiptQuery,
        response: { 200: Progress, 404: Problem },
      },
    },
    async (request, reply) => {
      const progress = await progressOf(context, request.params.number, request.query.token);
      return reply.header("cache-control", "no-store").send(progress);
    },
  );

  app.post(
    "/api/receipts/:number/ratings",
    {
      ...limit(20),
      schema: {
        ...described("Rates the result, once for each closing"),
        body: RateReceipt,
        response: { 200: Progress, 404: Problem, 409: Problem },
      },
    },
    ({ params, body: { token, satisfied, stars, comment } }) =>
      actOnReceipt(context, params.number, token, {
        act: "rate",
        side: "reporter",
        satisfied,
        stars,
        ...(comment ? { comment } : {}),
      }),
  );

  app.post(
    "/api/receipts/:number/appeals",
    {
      ...limit(20),
      schema: {
        ...described("Appeals once against a refusal"),
        body: AppealReceipt,
        response: { 200: Progress, 404: Problem, 409: Problem },
      },
    },
    ({ params, body }) =>
      actOnReceipt(context, params.number, body.token, { act: "appeal", reason: body.reason }),
  );

  app.post(
    "/api/receipts/:number/reopenings",
    {
      ...limit(20),
      schema: {
        ...described("Has a result that was rated as unsatisfactory taken up again"),
        body: AppealReceipt,
        response: { 200: Progress, 403: Problem, 404: Problem, 409: Problem },
      },
    },
    ({ params, body }) =>
      actOnReceipt(context, params.number, body.token, { act: "reopen", reason: body.reason }),
  );

  app.get(
    "/api/receipts/:number/events",
    {
      ...limit(30),
      schema: {
        ...described("Says that something changed, as Server-Sent Events"),
        querystring: ReceiptQuery,
      },
    },
    async (request, reply) => {
      const report = await checkReceipt(context, request.params.number, request.query.token);
      const { raw } = reply;
      const leave = await watch.watch(report, () => raw.write("event: message\ndata: {}\n\n"));
      reply.hijack();
      open.add(raw);
      raw.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
      });
      raw.write("event: ready\ndata: {}\n\n");
      const heartbeat = setInterval(() => raw.write(": \n\n"), heartbeatMs).unref();
      raw.on("close", () => {
        clearInterval(heartbeat);
        open.delete(raw);
        leave();
      });
    },
  );
}
