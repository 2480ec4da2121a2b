import { mkdir, access, constants } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { startLiveLink } from "../features/live/live-link.ts";
import { startIngestLink } from "../features/telemetry/ingest-link.ts";
import type { Config } from "../platform/config.ts";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../platform/database/postgres-process.ts";
import type { Logger } from "../platform/log.ts";
import { createApi } from "./api.ts";
import { buildContext } from "./context.ts";
import { keepDatabase } from "./database-keeper.ts";
import { startDemoStream } from "./demo-stream.ts";
import { prepare } from "./first-start.ts";
import { startJobs } from "./jobs.ts";
import { registerWeb } from "./web.ts";

/** Without `ingest` a process that answers requests takes gateway batches only, from the first one on. */
export type Roles = { api: boolean; jobs: boolean; ingest: boolean };
export type Server = { url: string; close: () => Promise<void> };

const ingestEntry = fileURLToPath(new URL("./ingest-process.ts", import.meta.url));

async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new Error(
      `The data folder ${folder} cannot be written: give this account the right to write there, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
}

/** The database of the settings, or the embedded one, which is this process's own until `stop`. */
export async function openDatabase(
  config: Config,
  log: Logger,
): Promise<Pick<EmbeddedPostgres, "url" | "stop">> {
  await openDataFolder(config.DATA_DIR);
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, stop: async () => undefined };
  const postgres = await startEmbeddedPostgres(config.DATA_DIR);
  const letGo = await keepDatabase(postgres, config.DATA_DIR, log);
  return {
    url: postgres.url,
    stop: async () => {
      await letGo();
      await postgres.stop();
    },
  };
}

/** Everything from an empty folder to an answering server. */
export async function serve(
  config: Config,
  log: Logger,
  roles: Roles,
  say: (line: string) => void,
): Promise<Server> {
  const postgres = await openDatabase(config, log);
  const closing: (() => Promise<unknown>)[] = [() => postgres.stop()];
  const close = async () => {
    for (const step of closing.toReversed()) await step();
  };
  try {
    await prepare(config, postgres.url, say);
    const { context, close: closeContext } = await buildContext(config, log, postgres.url);
    closing.push(closeContext);
    let url = "";
    if (roles.api) {
      const link = await startLiveLink(postgres.url, log, {
        logLevel: config.LOG_LEVEL,
        demo: config.GEZHI_DEMO,
      });
      closing.push(() => link.close());
      const ingest = await startIngestLink(
        ingestEntry,
        { config, url: postgres.url, options: { mqtt: roles.ingest, judges: true } },
        log,
        { lazy: !roles.ingest },
      );
      closing.push(() => ingest.close());
      const app = await createApi(context, link, ingest);
      await registerWeb(app);
      closing.push(() => app.close());
      url = await listen(app, config.PORT, config.HOST);
    }
    const stopJobs = await startJobs(context, postgres.url, roles);
    closing.push(stopJobs);
    if (url && roles.jobs) closing.push(await startDemoStream(context, url));
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Says what to do when the port cannot be had. */
export async function listen(
  app: { listen: (options: { port: number; host: string }) => Promise<string> },
  port: number,
  host: string,
): Promise<string> {
  try {
    return await app.listen({ port, host });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new Error(
        `Port ${port} is in use: stop the program that uses it, or set PORT to a free one.`,
        { cause: error },
      );
    if (code === "EACCES")
      throw new Error(`This account may not listen on port ${port}: set PORT to one above 1023.`, {
        cause: error,
      });
    throw error;
  }
}
