import { createHash } from "node:crypto";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Context } from "../context.ts";
import {
  findSession,
  insertSession,
  setSessionSeen,
  type SessionOrigin,
} from "./session-queries.ts";
import { viewerFrom, type Viewer } from "./viewer.ts";

export type Session = {
  tokenHash: string;
  csrfToken: string;
  origin: SessionOrigin;
  demo: boolean;
  mustChangePassword: boolean;
  createdAt: number;
  seenAt: number;
  expiresAt: number;
  viewer: Viewer;
};

export type SessionStore = {
  find: (token: string) => Promise<Session | undefined>;
  /** Opens a session in the caller's transaction and returns the cookie's value, which is kept nowhere. */
  open: (db: Db, account: string, origin: SessionOrigin) => Promise<string>;
  forget: (tokenHash: string) => void;
  /** After a change of an account or its appointments: the next request asks the database again. */
  forgetAccount: (account: string) => void;
};

/** Another process may answer from its memory this long after a sign-out or a change of appointments. */
const memoryMs = 5_000;
const memorySize = 20_000;
const seenEveryMs = 60_000;
/** However busy, a session ends this long after its sign-in. */
export const longestSessionMs = 7 * 24 * 3_600_000;

export const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

export function createSessionStore({ db, config, now, secrets, units }: Context): SessionStore {
  const memory = new Map<string, { session: Session; until: number }>();
  // Grows with every forgetting: an answer asked for before it must not be remembered after it.
  let generation = 0;
  const idleMs = config.SESSION_HOURS * 3_600_000;
  const expiryFrom = (seenAt: number, createdAt: number) =>
    Math.min(seenAt + idleMs, createdAt + longestSessionMs);

  async function load(tokenHash: string, at: number): Promise<Session | undefined> {
    const row = await findSession(db, tokenHash, new Date(at), civilDateAt(at), config.GEZHI_DEMO);
    if (!row) return undefined;
    const session: Session = {
      tokenHash,
      csrfToken: row.csrf_token,
      origin: row.origin,
      demo: row.demo,
      // Whoever comes by single sign-on has no first password here to change.
      mustChangePassword: row.must_change_password && row.origin === "password",
      createdAt: row.created_at.getTime(),
      seenAt: row.seen_at.getTime(),
      expiresAt: row.expires_at.getTime(),
      viewer: viewerFrom(row, row.appointments, (unit) => units.predecessorsOf(unit)),
    };
    if (at - session.seenAt < seenEveryMs) return session;
    const expiresAt = expiryFrom(at, session.createdAt);
    await setSessionSeen(db, tokenHash, new Date(at), new Date(expiresAt));
    return { ...session, seenAt: at, expiresAt };
  }

  return {
    async find(token) {
      const tokenHash = hashOf(token);
      const at = now();
      const known = memory.get(tokenHash);
      if (known && known.until > at && known.session.expiresAt > at) return known.session;
      const asked = generation;
      const session = await load(tokenHash, at);
      if (!session) {
        memory.delete(tokenHash);
        return undefined;
      }
      if (asked === generation) {
        if (memory.size >= memorySize) memory.clear();
        // What was granted for a time is not remembered beyond it.
        const ends = session.viewer.granted.map(({ until }) => until);
        memory.set(tokenHash, { session, until: Math.min(at + memoryMs, ...ends) });
      }
      return session;
    },
    async open(handle, account, origin) {
      const token = secrets.token();
      const at = now();
      await insertSession(handle, {
        token_hash: hashOf(token),
        account,
        csrf_token: secrets.token(),
        created_at: new Date(at),
        seen_at: new Date(at),
        expires_at: new Date(expiryFrom(at, at)),
        origin,
      });
      return token;
    },
    forget(tokenHash) {
      generation += 1;
      memory.delete(tokenHash);
    },
    forgetAccount(account) {
      generation += 1;
      for (const [tokenHash, { session }] of memory)
        if (session.viewer.account === account) memory.delete(tokenHash);
    },
  };
}
