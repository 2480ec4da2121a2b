import { createServer, type ServerResponse } from "node:http";
import { Registry, collectDefaultMetrics } from "prom-client";
import type { Config } from "../platform/config.ts";
import type { Logger } from "../platform/log.ts";
import { prepare } from "./first-start.ts";
import { observeIngest } from "./ingest-metrics.ts";
import { startIngest } from "./ingest.ts";
import { listen, openDatabase, type Server } from "./serve.ts";

async function measured(registry: Registry, response: ServerResponse): Promise<void> {
  const text = await registry.metrics();
  response.writeHead(200, { "content-type": registry.contentType }).end(text);
}

/** `gezhi ingest`: readings only, with health and metrics on PORT. */
export async function serveIngest(
  config: Config,
  log: Logger,
  say: (line: string) => void,
): Promise<Server> {
  const postgres = await openDatabase(config, log);
  const closing: (() => Promise<unknown>)[] = [() => postgres.stop()];
  const close = async () => {
    for (const step of closing.toReversed()) await step();
  };
  try {
    await prepare(config, postgres.url, say);
    const ingest = await startIngest(config, postgres.url, log);
    closing.push(() => ingest.close());
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    observeIngest(registry, ingest.counts);
    const server = createServer((request, response) => {
      const answer = (status: number, body: unknown) =>
        response
          .writeHead(status, { "content-type": "application/json" })
          .end(JSON.stringify(body));
      if (request.url === "/healthz") answer(200, { ok: true });
      else if (request.url === "/readyz") {
        const problem = ingest.problem();
        answer(problem ? 503 : 200, { ready: !problem, checks: { ingest: problem ?? "ok" } });
      } else if (request.url === "/metrics") void measured(registry, response);
      else answer(404, { code: "not_found" });
    });
    const url = await listen(
      {
        listen: (at) =>
          new Promise((resolve, reject) => {
            server.once("error", reject);
            server.listen(at, () => {
              const address = server.address();
              const port = typeof address === "object" && address ? address.port : at.port;
              resolve(`http://${at.host}:${port}`);
            });
          }),
      },
      config.PORT,
      config.HOST,
    );
    closing.push(
      () =>
        new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        }),
    );
    say(
      `Gezhi ingest ready: MQTT on ${ingest.ports.join(", ") || config.MQTT_URL || "no port"}, health on ${url}`,
    );
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
