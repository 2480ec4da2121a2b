import { access, constants, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startLiveLink } from "../features/live/live-link.ts";
import { startIngestLink } from "../features/telemetry/ingest-link.ts";
import { mqttPort, type Config } from "../platform/config.ts";
import { startEmbeddedPostgres } from "../platform/database/postgres-process.ts";
import { freeBytes } from "../platform/free-space.ts";
import type { Logger } from "../platform/log.ts";
import { createApi } from "./api.ts";
import { within } from "./closing.ts";
import { buildContext } from "./context.ts";
import { FolderInUse, keepDatabase } from "./database-keeper.ts";
import { startDemoStream } from "./demo-stream.ts";
import { prepare } from "./first-start.ts";
import { checkPort, listen } from "./http-port.ts";
import { startJobs } from "./jobs.ts";
import { registerWeb } from "./web.ts";

/** Without `ingest` a process that answers requests takes gateway batches only, from the first one on. */
export type Roles = { api: boolean; jobs: boolean; ingest: boolean };

/** With less nothing starts. */
const leastBytes = 32 << 20;

const ingestEntry = fileURLToPath(new URL("./ingest-process.ts", import.meta.url));

async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOSPC") throw full(folder, cause);
    throw new Error(
      `The data folder ${folder} cannot be written: give this account the right to write there, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
  if ((await freeBytes(folder)) < leastBytes) throw full(folder);
}

const full = (folder: string, cause?: unknown) =>
  new Error(
    `The disk of the data folder ${folder} is full: free space there, or set DATA_DIR to a folder on another disk.`,
    { cause },
  );

async function reach(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (cause) {
    const { message, code } = cause as Error & { code?: string };
    throw new Error(
      `The database at ${new URL(url).host} cannot be reached (${message || code}): see that PostgreSQL runs there and that DATABASE_URL is right.`,
      { cause },
    );
  }
  await client.end();
}

/** The database of the settings, or the embedded one, which is this process's own until `open` is closed. */
export async function openDatabase(
  config: Config,
  log: Logger,
  open: AsyncDisposableStack,
): Promise<string> {
  await openDataFolder(config.DATA_DIR);
  if (config.DATABASE_URL) {
    await reach(config.DATABASE_URL);
    return config.DATABASE_URL;
  }
  const starting = startEmbeddedPostgres(config.DATA_DIR);
  let own: boolean | undefined;
  open.defer(async () => {
    const postgres = await starting.catch(() => undefined);
    if (own ?? postgres?.startedHere) await postgres?.stop();
  });
  const postgres = await starting;
  try {
    open.defer(await keepDatabase(postgres, config.DATA_DIR, log));
    own = true;
  } catch (error) {
    if (error instanceof FolderInUse) own = false;
    throw error;
  }
  return postgres.url;
}

/** How long a request that does not end may hold up the end of its server. */
const requestPatienceMs = 3_000;

/** Everything from an empty folder to an answering server; returns its address, if it has one. */
export async function serve(
  config: Config,
  log: Logger,
  roles: Roles,
  say: (line: string) => void,
  open: AsyncDisposableStack,
): Promise<string | undefined> {
  const database = await openDatabase(config, log, open);
  if (roles.api) await checkPort(config);
  await prepare(config, database, say);
  const { context, close } = await buildContext(config, log, database);
  open.defer(close);
  let url: string | undefined;
  let brokerPort: number | undefined;
  if (roles.api) {
    const link = await startLiveLink(database, log, {
      logLevel: config.LOG_LEVEL,
      demo: config.GEZHI_DEMO,
    });
    open.defer(() => link.close());
    const ingest = await startIngestLink(
      ingestEntry,
      { config, url: database, options: { mqtt: roles.ingest, judges: true } },
      log,
      { lazy: !roles.ingest },
    );
    open.defer(() => ingest.close());
    const app = await createApi(context, link, ingest);
    await registerWeb(app);
    open.defer(async () => {
      const closing = app.close();
      await within(requestPatienceMs, closing);
      // What was not answered by now was not acknowledged, and is sent again.
      app.server.closeAllConnections();
      await closing;
    });
    url = await listen(app, config);
    // The demo's devices speak without TLS.
    if (mqttPort(config) !== 0) [brokerPort] = ingest.ports();
  }
  open.defer(await startJobs(context, database, roles));
  if (url && roles.jobs) open.defer(await startDemoStream(context, url, brokerPort));
  return url;
}
