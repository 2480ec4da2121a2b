import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { DB } from "./generated.ts";

export type Db = Kysely<DB>;

// Counts and byte sizes fit a double; dates stay the text PostgreSQL wrote.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** The owner: migrations and seeding only. */
export const connectAsOwner = (url: string, connections = 2): Db => connect(url, connections, []);

/** The application's role owns nothing; row-level security binds every statement. */
export const connectAsApplication = (url: string, connections: number): Db =>
  connect(url, connections, [
    "-c role=gezhi_app",
    "-c statement_timeout=30000",
    "-c lock_timeout=10000",
  ]);

function connect(url: string, connections: number, options: string[]): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: "gezhi",
    ...(options.length ? { options: options.join(" ") } : {}),
  });
  // A connection lost while idle (database restarted) must not end the process; the next query gets a fresh one.
  pool.on("error", () => undefined);
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
