import type { Config } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { prepare } from "./first-start.ts";
import { openDatabase } from "./serve.ts";

/** Brings the database to where the server can start, without starting it. */
export async function prepareOnly(config: Config, say: (line: string) => void): Promise<void> {
  const postgres = await openDatabase(config, createLogger(config.LOG_LEVEL));
  try {
    await prepare(config, postgres.url, say);
  } finally {
    await postgres.stop();
  }
}
