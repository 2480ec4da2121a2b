import { sql, type Kysely } from "kysely";
import type { Db } from "./connect.ts";
import type { DB } from "./generated.ts";

declare const inTransaction: unique symbol;

/** A handle inside a transaction whose scope is set: functions that lock or write ask for this, not for `Db`. */
export type Tx = Kysely<DB> & { readonly [inTransaction]: true };

/** Who reads: party prefixes (unit codes, `unit/post`, `unit/department`) and the account for rows of one's own. */
export type Scope = { parties: readonly string[]; account: string | null } | "system";

const party = /^\d{2,17}(\/[A-Z]{1,2}\d{2,3})?$/;
const uuid = /^[0-9a-f-]{36}$/;

/** The pattern `in_scope()` tests; every part is checked because SET LOCAL takes no parameters. */
export function scopePattern(scope: Scope): string {
  if (scope === "system") return ".";
  for (const token of scope.parties) if (!party.test(token)) throw new RangeError(`"${token}" is no party`);
  return scope.parties.length ? ` (${scope.parties.join("|")})` : " $none";
}

function head(scope: Scope, mode: "read only" | "read write"): string {
  const account = scope === "system" || !scope.account ? "" : scope.account;
  if (account && !uuid.test(account)) throw new RangeError("the account is no uuid");
  return `begin ${mode}; set local app.scope = '${scopePattern(scope)}'; set local app.account = '${account}'`;
}

async function transact<T>(db: Db, opening: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql.raw(opening).execute(connection);
    try {
      const result = await work(connection as Tx);
      await sql.raw("commit").execute(connection);
      return result;
    } catch (error) {
      await sql.raw("rollback").execute(connection).catch(() => undefined);
      throw error;
    }
  });
}

/** One command, one transaction. Begin and scope travel in one round trip. */
export const write = <T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> =>
  transact(db, head(scope, "read write"), work);

/** Reads under row-level security. */
export const read = <T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> =>
  transact(db, head(scope, "read only"), work);
