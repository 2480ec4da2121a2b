import type { Appointment } from "@gezhi/contract/identity.ts";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Grant } from "./viewer.ts";

export type SessionOrigin = "password" | "oidc" | "demo";

export type SessionRow = {
  account: string;
  username: string;
  name: string;
  demo: boolean;
  must_change_password: boolean;
  csrf_token: string;
  origin: SessionOrigin;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
  appointments: Appointment[];
  granted: Grant[];
};

/** One indexed statement, because every request asks it. `demo` false: demo accounts have no session. */
export async function findSession(
  db: Db,
  tokenHash: string,
  now: Date,
  today: string,
  demo: boolean,
): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`
    select s.account, a.username, a.name, a.demo, a.must_change_password, s.csrf_token, s.origin, s.created_at, s.seen_at, s.expires_at,
      coalesce((
        select json_agg(json_build_object('id', p.id, 'account', p.account, 'unit', p.unit, 'role', p.role, 'post', p.post,
          'department', p.department, 'holder', p.holder, 'validFrom', p.valid_from, 'validTo', p.valid_to) order by p.valid_from, p.id)
        from appointments p
        where p.account = s.account and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to > ${today}::date)
      ), '[]') as appointments,
      running_grants(s.account, ${now}) as granted
    from sessions s join accounts a on a.id = s.account
    where s.token_hash = ${tokenHash} and s.expires_at > ${now} and a.disabled_at is null and (not a.demo or ${demo}::boolean)`.execute(
    db,
  );
  return rows[0];
}

export const setSessionSeen = (db: Db, tokenHash: string, seenAt: Date, expiresAt: Date) =>
  db
    .updateTable("sessions")
    .set({ seen_at: seenAt, expires_at: expiresAt })
    .where("token_hash", "=", tokenHash)
    .where("seen_at", "<", seenAt)
    .execute();

export type NewSession = {
  token_hash: string;
  account: string;
  csrf_token: string;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
  origin: SessionOrigin;
};

export const insertSession = (db: Db, session: NewSession) =>
  db.insertInto("sessions").values(session).execute();

export const deleteSession = (db: Db, tokenHash: string) =>
  db.deleteFrom("sessions").where("token_hash", "=", tokenHash).execute();

export const deleteSessionsOf = (db: Db, account: string) =>
  db.deleteFrom("sessions").where("account", "=", account).execute();

export const deleteExpiredSessions = (db: Db, now: Date) =>
  db.deleteFrom("sessions").where("expires_at", "<=", now).execute();
