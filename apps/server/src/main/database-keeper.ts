import pg from "pg";
import { isAway } from "../platform/database/away.ts";
import type { EmbeddedPostgres } from "../platform/database/postgres-process.ts";
import { freeBytes } from "../platform/free-space.ts";
import type { Logger } from "../platform/log.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** A process that was just killed may hold the folder for a moment yet, and its database end a moment later. */
const patienceMs = 3_000;
/** Below this PostgreSQL has no room for its next segment of the log. */
const segmentBytes = 16 << 20;
/** It tries twice a second, and says so every half minute. */
const retry = { everyMs: 500, saidEvery: 60 };

/** Another Gezhi holds the database of the folder. */
export class FolderInUse extends Error {
  constructor(folder: string) {
    super(
      `Another Gezhi runs on the data folder ${folder}: stop it, or set DATA_DIR to another folder (several processes on one database need DATABASE_URL).`,
    );
    this.name = "FolderInUse";
  }
}

async function hasNoSpace(folder: string): Promise<boolean> {
  try {
    return (await freeBytes(folder)) < segmentBytes;
  } catch {
    return false;
  }
}

/**
 * Keeps the embedded database for this process alone: a second one that stopped it would stop it for both. A session's
 * lock says so, which no killed process leaves behind. When the database dies, it is started again at the same address.
 */
export async function keepDatabase(
  postgres: EmbeddedPostgres,
  folder: string,
  log: Logger,
): Promise<() => Promise<void>> {
  const closing = new AbortController();
  let held: pg.Client | undefined;
  let recovery: Promise<void> | undefined;

  /** What was taken for a running database may have been one that a killed forerunner left on its way down. */
  const reached = async (): Promise<pg.Client> => {
    for (const until = Date.now() + patienceMs; ; await pause(100)) {
      const client = new pg.Client({ connectionString: postgres.url, keepAlive: true });
      client.on("error", () => undefined);
      try {
        await client.connect();
        return client;
      } catch (error) {
        if (!(error instanceof Error) || !isAway(error) || Date.now() > until) throw error;
        await postgres.revive();
      }
    }
  };

  const claim = async () => {
    const client = await reached();
    const until = Date.now() + patienceMs;
    for (;;) {
      const { rows } = await client.query<{ held: boolean }>(
        "select pg_try_advisory_lock(1410, 1) as held",
      );
      if (rows[0]?.held) break;
      if (Date.now() > until) {
        await client.end();
        throw new FolderInUse(folder);
      }
      await pause(100);
    }
    held = client;
    client.once("end", () => {
      if (!closing.signal.aborted) recovery ??= recover().finally(() => (recovery = undefined));
    });
  };

  const recover = async () => {
    log.error("the embedded database ended; starting it again");
    for (let tries = 0; !closing.signal.aborted; tries++) {
      try {
        await postgres.revive();
        await claim();
        log.warn("the embedded database is back");
        return;
      } catch (error) {
        if (tries % retry.saidEvery === 0) await complain(error);
        await pause(retry.everyMs);
      }
    }
  };

  const complain = async (reason: unknown) => {
    log.error(
      { err: reason },
      (await hasNoSpace(folder))
        ? `the disk of ${folder} is full: free space there, and the embedded database starts by itself`
        : "the embedded database does not start yet, trying again",
    );
  };

  await claim();
  return async () => {
    closing.abort();
    await recovery;
    await held?.end().catch(() => undefined);
  };
}
