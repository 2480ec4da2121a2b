import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { clearAttemptsOfNames, listAttemptsOfNames } from "./attempt-queries.ts";
import { nameKey, signInLimitOf } from "./attempt-rules.ts";

/** Until when signing in is refused, for the user names that are locked from anywhere. */
export async function lockedUntil(
  { secrets, now }: Context,
  db: Db,
  usernames: readonly string[],
): Promise<Map<string, Date>> {
  const keys = new Map(
    usernames.map((username) => [nameKey(username, secrets.fingerprint), username]),
  );
  const locks = new Map<string, Date>();
  if (!keys.size) return locks;
  for (const { nameKey: key, bucket, failures, until } of await listAttemptsOfNames(
    db,
    [...keys.keys()],
    new Date(now()),
  )) {
    const username = keys.get(key);
    if (!username || failures < signInLimitOf(bucket)) continue;
    const known = locks.get(username);
    if (!known || known < until) locks.set(username, until);
  }
  return locks;
}

export const unlock = async (tx: Tx, { secrets }: Context, username: string): Promise<void> => {
  await clearAttemptsOfNames(tx, [nameKey(username, secrets.fingerprint)]);
};
