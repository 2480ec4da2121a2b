import type { Config } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { prepare, type Say } from "./first-start.ts";
import { openDatabase } from "./serve.ts";

/** Brings the database to where the server can start, without starting it. */
export async function prepareOnly(
  config: Config,
  say: Say,
  open: AsyncDisposableStack,
): Promise<void> {
  const database = await openDatabase(config, createLogger(config.LOG_LEVEL), open);
  await prepare(config, database, say);
}
