import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { deleteStaleAttempts } from "./attempt-queries.ts";
import { deleteStaleOidcFlows } from "./oidc-queries.ts";
import { deleteExpiredSessions, deleteSessionsOf } from "./session-queries.ts";

/** Signs a person out everywhere; the caller tells its `SessionStore` after the commit. */
export const endSessionsOf = async (tx: Tx, account: string): Promise<void> => {
  await deleteSessionsOf(tx, account);
};

/** Clears away what has expired; nothing depends on when it runs. */
export async function sweepIdentity(db: Db, now: number): Promise<void> {
  const at = new Date(now);
  await deleteExpiredSessions(db, at);
  await deleteStaleAttempts(db, at);
  await deleteStaleOidcFlows(db, at);
}
