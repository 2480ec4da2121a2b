import { createServer, type ServerResponse } from "node:http";
import { Registry, collectDefaultMetrics } from "prom-client";
import type { Config } from "../platform/config.ts";
import type { Logger } from "../platform/log.ts";
import { prepare } from "./first-start.ts";
import { checkPort, listen } from "./http-port.ts";
import { observeIngest } from "./ingest-metrics.ts";
import { startIngest } from "./ingest.ts";
import { openDatabase } from "./serve.ts";

async function measured(registry: Registry, response: ServerResponse): Promise<void> {
  const text = await registry.metrics();
  response.writeHead(200, { "content-type": registry.contentType }).end(text);
}

/** `gezhi ingest`: readings only, with health and metrics on PORT, until `open` is closed. */
export async function serveIngest(
  config: Config,
  log: Logger,
  say: (line: string) => void,
  open: AsyncDisposableStack,
): Promise<void> {
  const database = await openDatabase(config, log, open);
  await checkPort(config);
  await prepare(config, database, say);
  const ingest = await startIngest(config, database, log);
  open.defer(() => ingest.close());
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  observeIngest(registry, ingest.counts);
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.url === "/healthz") answer(200, { ok: true });
    else if (request.url === "/readyz") {
      const problem = ingest.problem();
      answer(problem ? 503 : 200, { ready: !problem, checks: { ingest: problem ?? "ok" } });
    } else if (request.url === "/metrics") void measured(registry, response);
    else answer(404, { code: "not_found" });
  });
  open.defer(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const listening = (at: { port: number; host: string }) =>
    new Promise<string>((resolve, reject) => {
      server.once("error", reject);
      server.listen(at, () => {
        const address = server.address();
        const port = typeof address === "object" && address ? address.port : at.port;
        resolve(`http://${at.host}:${port}`);
      });
    });
  const url = await listen({ listen: listening }, config);
  say(
    `Gezhi ingest ready: MQTT on ${ingest.ports.join(", ") || config.MQTT_URL || "no port"}, health on ${url}`,
  );
}
