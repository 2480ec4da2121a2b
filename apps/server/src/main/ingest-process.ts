import type { FromIngest, IngestOrder, ToIngest } from "../features/telemetry/ingest-link.ts";
import { createLogger } from "../platform/log.ts";
import { startIngest, type Ingest } from "./ingest.ts";

/** Entry of the ingest process when a server starts it: orders and gateway batches arrive over IPC. */
const tellMs = 1000;
const tell = (told: FromIngest) => {
  if (process.connected) process.send?.(told);
};

async function run({ config, url, options }: IngestOrder): Promise<void> {
  const log = createLogger(config.LOG_LEVEL);
  let ingest: Ingest;
  try {
    ingest = await startIngest(config, url, log, options);
  } catch (error) {
    tell({ failed: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    if (process.connected) process.disconnect?.();
    return;
  }
  const end = () => void ingest.close().finally(() => process.exit(0));
  process.on("disconnect", end);
  // The server may have ended while this process was starting.
  if (!process.connected) return end();
  process.on("message", (asked: ToIngest) => {
    if ("batch" in asked)
      void ingest.batch(asked.batch).then((outcome) => tell({ id: asked.id, outcome }));
  });
  const state = () => ({ counts: ingest.counts(), problem: ingest.problem() ?? null });
  setInterval(() => tell(state()), tellMs);
  tell({ ready: true, ports: ingest.ports, ...state() });
}

// The terminal's Ctrl-C reaches this process too; the server ends it when it is done.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
process.once("message", (order: IngestOrder) => void run(order));
