import { sql } from "kysely";
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { z } from "zod";
import type { Db } from "../database/connect.ts";
import { migrationFiles } from "../database/migrate.ts";
import { read } from "../database/scope.ts";
import type { App } from "./app.ts";

export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Histogram({
      name: "gezhi_http_request_seconds",
      help: "Time to answer a request, by route",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.01, 0.02, 0.04, 0.1, 0.25, 1, 5],
      registers: [registry],
    }),
    events: new Counter({
      name: "gezhi_events_total",
      help: "Business events, by name",
      labelNames: ["event"],
      registers: [registry],
    }),
    listeners: new Gauge({
      name: "gezhi_live_listeners",
      help: "Screens that listen",
      registers: [registry],
    }),
  };
}

type Probe = {
  db: Db;
  metrics: Metrics;
  listeners: () => number;
  /** Of processes beside this one: what is wrong with them, undefined when nothing is. */
  problems: () => Record<string, string | undefined>;
};

const Readiness = z.object({ ready: z.boolean(), checks: z.record(z.string(), z.string()) });

export function registerOperations(app: App, { db, metrics, listeners, problems }: Probe): void {
  app.addHook("onResponse", async (request, reply) => {
    metrics.requests
      .labels(request.method, request.routeOptions.url ?? "none", String(reply.statusCode))
      .observe(reply.elapsedTime / 1000);
    if (reply.statusCode >= 500 || reply.elapsedTime > 1000)
      request.log.warn(
        { req: request, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        "slow or failed request",
      );
    else
      request.log.debug(
        { req: request, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        "request",
      );
  });

  app.get(
    "/healthz",
    { schema: { tags: ["operations"], summary: "The process answers" } },
    async () => ({ ok: true }),
  );

  app.get(
    "/readyz",
    {
      schema: {
        tags: ["operations"],
        summary: "Database, migrations and queue are in order",
        response: { 200: Readiness, 503: Readiness },
      },
    },
    async (_request, reply) => {
      const checks = await readiness(db);
      for (const [name, problem] of Object.entries(problems())) checks[name] = problem ?? "ok";
      const ready = Object.values(checks).every((state) => state === "ok");
      return reply.code(ready ? 200 : 503).send({ ready, checks });
    },
  );

  app.get(
    "/metrics",
    { schema: { tags: ["operations"], summary: "Prometheus metrics" } },
    async (_request, reply) => {
      metrics.listeners.set(listeners());
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    },
  );
}

async function readiness(db: Db): Promise<Record<string, string>> {
  const checks: Record<string, string> = { database: "ok", migrations: "ok", queue: "ok" };
  try {
    const late = sql<{ files: number; late: number }>`
      select (select count(*)::int from migrations) as files,
             (select count(*)::int from clocks where next_rung_at < now() - interval '60 seconds')
           + (select count(*)::int from deliveries where status = 'queued' and next_attempt_at < now() - interval '5 minutes') as late`;
    // Without a scope no clock is seen at all.
    const { rows } = await read(db, "system", (tx) => late.execute(tx));
    const expected = (await migrationFiles()).length;
    if (rows[0]!.files !== expected)
      checks["migrations"] = `${rows[0]!.files} of ${expected} applied`;
    if (rows[0]!.late > 0) checks["queue"] = `${rows[0]!.late} jobs are more than a minute late`;
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    checks["database"] = message || code || "unreachable";
    checks["migrations"] = checks["queue"] = "unknown";
  }
  return checks;
}
