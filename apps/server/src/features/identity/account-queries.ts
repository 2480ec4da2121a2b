import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";

/** Who may sign in under this name; `demo` false: demo accounts, whose password is public, may not. */
export const findAccountForSignIn = (db: Db, username: string, demo: boolean) =>
  db
    .selectFrom("accounts")
    .select(["id", "username", "name", "password_hash"])
    .where(sql<string>`lower(username)`, "=", username.toLowerCase())
    .where("disabled_at", "is", null)
    .$if(!demo, (query) => query.where("demo", "=", false))
    .executeTakeFirst();

export const findDemoAccount = (db: Db, username: string) =>
  db
    .selectFrom("accounts")
    .select(["id", "username", "name"])
    .where("username", "=", username)
    .where("disabled_at", "is", null)
    .where("demo", "=", true)
    .executeTakeFirst();

export const findDemoAccounts = (db: Db, usernames: readonly string[]) =>
  db
    .selectFrom("accounts")
    .innerJoin("appointments", "appointments.account", "accounts.id")
    .select(["accounts.username", "accounts.name", "appointments.role", "appointments.unit"])
    .where("accounts.username", "in", [...usernames])
    .where("accounts.disabled_at", "is", null)
    .where("accounts.demo", "=", true)
    .orderBy("appointments.unit")
    .execute();

export const lockAccount = (tx: Tx, account: string) =>
  tx.selectFrom("accounts").selectAll().where("id", "=", account).forUpdate().executeTakeFirst();

export const setPassword = (tx: Tx, account: string, hash: string, mustChange: boolean) =>
  tx
    .updateTable("accounts")
    .set({ password_hash: hash, must_change_password: mustChange })
    .where("id", "=", account)
    .execute();

/** The unit an entry about this person is filed under: that of the first appointment still held. */
export async function unitOfAccount(db: Db, account: string, today: string): Promise<string> {
  const row = await db
    .selectFrom("appointments")
    .select("unit")
    .where("account", "=", account)
    .where((where) => where.or([where("valid_to", "is", null), where("valid_to", ">", today)]))
    .orderBy("valid_from")
    .orderBy("id")
    .executeTakeFirst();
  return row?.unit ?? "50";
}

/** Linked by issuer and subject; a name alone never signs anybody in. */
export const findAccountBySubject = (db: Db, subject: string) =>
  db
    .selectFrom("accounts")
    .select(["id", "username", "name"])
    .where("oidc_subject", "=", subject)
    .where("disabled_at", "is", null)
    .where("demo", "=", false)
    .executeTakeFirst();

/** Links once the name an administrator allowed; undefined when none waits under it. */
export const linkAccount = (tx: Tx, name: string, subject: string) =>
  tx
    .updateTable("accounts")
    .set({ oidc_subject: subject, oidc_username: null })
    .where("oidc_username", "=", name)
    .where("oidc_subject", "is", null)
    .where("disabled_at", "is", null)
    .where("demo", "=", false)
    .returning(["id", "username", "name"])
    .executeTakeFirst();
