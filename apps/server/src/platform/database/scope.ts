import { hash } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Db } from "./connect.ts";
import type { DB } from "./generated.ts";

declare const inTransaction: unique symbol;

/** A handle inside a transaction whose scope is set: functions that lock or write ask for this, not for `Db`. */
export type Tx = Kysely<DB> & { readonly [inTransaction]: true };

/** Who reads: party prefixes (unit codes, `unit/post`, `unit/department`), single incidents (`=uuid`) and the account for rows of one's own. */
export type Scope = { parties: readonly string[]; account: string | null } | "system";

const party = /^(\d{2,17}(\/[A-Z]{1,2}\d{2,3})?|=[0-9a-f-]{36})$/;
const uuid = /^[0-9a-f-]{36}$/;

/** The pattern `in_scope()` tests; every part is checked because SET LOCAL takes no parameters. */
export function scopePattern(scope: Scope): string {
  if (scope === "system") return ".";
  for (const token of scope.parties)
    if (!party.test(token)) throw new RangeError(`"${token}" is no party`);
  return scope.parties.length ? ` (${scope.parties.join("|")})` : " $none";
}

function head(scope: Scope, mode: "read only" | "read write"): string {
  const account = scope === "system" || !scope.account ? "" : scope.account;
  if (account && !uuid.test(account)) throw new RangeError("the account is no uuid");
  return `begin ${mode}; set local app.scope = '${scopePattern(scope)}'; set local app.account = '${account}'`;
}

async function transact<T>(db: Db, opening: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    try {
      await sql.raw(opening).execute(connection);
      const result = await work(connection as Tx);
      await sql.raw("commit").execute(connection);
      return result;
    } catch (error) {
      await sql
        .raw("rollback")
        .execute(connection)
        .catch(() => undefined);
      throw error;
    }
  });
}

type Opening = {
  /** Advisory locks until the transaction ends. */
  locks?: readonly bigint[];
  /**
   * Prepared statements keep one plan for all values, for few statements that run very often. A plan that is made while
   * the tables are empty must not read them whole when they have grown: such statements find every row by an index.
   */
  keepPlans?: boolean;
};

/** Locks are always taken in the same order, so that two that want the same ones never wait for each other. */
function opening({ locks = [], keepPlans = false }: Opening): string {
  const keys = [...new Set(locks)].toSorted((a, b) => (a < b ? -1 : 1));
  const plans = keepPlans
    ? "; set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off"
    : "";
  const taken = keys.map((key) => `pg_advisory_xact_lock(${key})`).join(", ");
  return plans + (taken ? `; select ${taken}` : "");
}

/**
 * One command, one transaction. Begin, scope and locks travel in one round trip; as the locks are a statement of their
 * own, whatever the work reads afterwards includes what their last holders committed.
 */
export const write = <T>(
  db: Db,
  scope: Scope,
  work: (tx: Tx) => Promise<T>,
  more: Opening = {},
): Promise<T> => transact(db, head(scope, "read write") + opening(more), work);

/** The key of a lock on whatever the text names. */
export const lockKey = (text: string): bigint => hash("sha256", text, "buffer").readBigInt64BE();

/** Reads under row-level security. */
export const read = <T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> =>
  transact(db, head(scope, "read only"), work);
