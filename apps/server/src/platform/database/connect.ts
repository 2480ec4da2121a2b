import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { DB } from "./generated.ts";

export type Db = Kysely<DB>;

// Counts and byte sizes fit a double; dates stay the text PostgreSQL wrote.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** The owner: migrations and seeding only. Nobody waits for an answer, so a slow machine may take its time. */
export const connectAsOwner = (url: string, connections = 2): Db =>
  connect(url, connections, { connectionTimeoutMillis: 60_000 });

const timeoutSeconds = 20;
/** A database that answers at all says by itself that a statement took too long; one that hangs says nothing. */
const graceMs = 2_000;

/**
 * The application's role owns nothing; row-level security binds every statement. A statement that takes longer than
 * `seconds` is given up by the database, and a little later by this side.
 */
export const connectAsApplication = (
  url: string,
  connections: number,
  seconds = timeoutSeconds,
): Db =>
  connect(url, connections, {
    options: [
      "-c role=gezhi_app",
      `-c statement_timeout=${seconds * 1000}`,
      "-c lock_timeout=10000",
    ].join(" "),
    query_timeout: seconds * 1000 + graceMs,
  });

const isUnanswered = (error: unknown): boolean =>
  error instanceof Error && error.message === "Query read timeout";

/**
 * A statement that begins with a comment of one word, such as the one of intake, is prepared under that name once for
 * each connection: planning it costs more than running it. A connection that left one statement unanswered is closed:
 * nobody knows what it would answer to the next.
 */
class DatabaseClient extends pg.Client {
  // The base class has a dozen signatures; the dialect uses the one with text and values.
  override query(...all: unknown[]): never {
    const [text, values] = all;
    const bound = typeof text === "string" && Array.isArray(values) && values.length > 0;
    const name = bound ? /^\/\* (\w+) \*\//.exec(text)?.[1] : undefined;
    const given = name === undefined ? all : [{ name, text, values }];
    const asked: unknown = super.query(...(given as [string, unknown[]]));
    if (asked instanceof Promise)
      asked.catch((error: unknown) => {
        if (isUnanswered(error)) void this.end().catch(() => undefined);
      });
    return asked as never;
  }
}

function connect(url: string, connections: number, more: pg.PoolConfig = {}): Db {
  const pool = new pg.Pool({
    Client: DatabaseClient,
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: "gezhi",
    ...more,
  });
  // A connection lost while idle (database restarted) must not end the process; the next query gets a fresh one.
  pool.on("error", () => undefined);
  // Nor one lost between two statements of a transaction; the next statement fails.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
