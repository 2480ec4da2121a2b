import { mkdir, access, constants } from "node:fs/promises";
import { startLiveLink } from "../features/live/live-link.ts";
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

export type Roles = { api: boolean; jobs: boolean };
export type Server = { url: string; close: () => Promise<void> };

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
      const app = await createApi(context, link);
      await registerWeb(app);
      closing.push(() => app.close());
      url = await listen(app, config);
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

async function listen(
  app: { listen: (options: { port: number; host: string }) => Promise<string> },
  config: Config,
): Promise<string> {
  try {
    return await app.listen({ port: config.PORT, host: config.HOST });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new Error(
        `Port ${config.PORT} is in use: stop the program that uses it, or set PORT to a free one.`,
        { cause: error },
      );
    if (code === "EACCES")
      throw new Error(
        `This account may not listen on port ${config.PORT}: set PORT to one above 1023.`,
        { cause: error },
      );
    throw error;
  }
}
