import { civilDateAt } from "../../platform/civil-date.ts";
import { write, type Tx } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound, ProblemError } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import {
  findAccountForSignIn,
  findDemoAccount,
  lockAccount,
  setPassword,
  unitOfAccount,
} from "./account-queries.ts";
import { clearAttempts, countAttempt, returnAttempt } from "./attempt-queries.ts";
import {
  clockText,
  isLast,
  isOver,
  plainUsername,
  revealAllowance,
  signInAllowances,
  type Allowance,
  type Attempt,
} from "./attempt-rules.ts";
import { demoPassword, passwordProblem } from "./password-rules.ts";
import { hashPassword, passwordMatches } from "./password-commands.ts";
import { deleteSession, deleteSessionsOf, type SessionOrigin } from "./session-queries.ts";
import { hashOf, type Session, type SessionStore } from "./session-store.ts";
import type { Viewer } from "./viewer.ts";

type Person = { id: string; name: string };
/** Where a request comes from, and the session it already has. */
export type Entrance = { address: string; cookie: string | undefined };

/** Returns the new cookie. A wrong name, a wrong password and a disabled account answer alike, after the same work. */
export async function signIn(
  context: Context,
  sessions: SessionStore,
  { username, password }: { username: string; password: string },
  entrance: Entrance,
): Promise<string> {
  const { db, config, secrets } = context;
  const tries = await countTries(
    context,
    signInAllowances(username, entrance.address, secrets.fingerprint),
  );
  const account = await findAccountForSignIn(db, plainUsername(username), config.GEZHI_DEMO);
  if (!(await passwordMatches(account?.password_hash, password)) || !account) {
    const last = tries.filter(isLast);
    if (last.length) await write(db, "system", (tx) => recordLock(tx, context, account));
    throw last.length ? locked(last, context.now()) : wrong(tries);
  }
  return admit(context, sessions, account, "password", entrance.cookie, (tx) => settle(tx, tries));
}

export async function signInToDemo(
  context: Context,
  sessions: SessionStore,
  username: string,
  entrance: Entrance,
): Promise<string> {
  const account = await findDemoAccount(context.db, username);
  if (!account) throw notFound("这个演示账号");
  return admit(context, sessions, account, "demo", entrance.cookie);
}

/** A fresh session every time; the one the browser brought ends, so nobody can plant one and wait (fixation). */
export async function admit(
  context: Context,
  sessions: SessionStore,
  account: Person,
  origin: SessionOrigin,
  cookie: string | undefined,
  first: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<string> {
  const token = await write(context.db, "system", async (tx) => {
    await first(tx);
    if (cookie) await deleteSession(tx, hashOf(cookie));
    await record(tx, context, account, "session.signIn", { origin });
    return sessions.open(tx, account.id, origin);
  });
  if (cookie) sessions.forget(hashOf(cookie));
  return token;
}

export async function signOut(
  context: Context,
  sessions: SessionStore,
  session: Session,
): Promise<void> {
  await deleteSession(context.db, session.tokenHash);
  sessions.forget(session.tokenHash);
}

export async function signOutEverywhere(
  context: Context,
  sessions: SessionStore,
  { viewer }: Session,
): Promise<void> {
  await write(context.db, "system", async (tx) => {
    await deleteSessionsOf(tx, viewer.account);
    await record(
      tx,
      context,
      { id: viewer.account, name: viewer.name },
      "session.signOutEverywhere",
    );
  });
  sessions.forgetAccount(viewer.account);
}

/** Ends every other session and returns a new cookie for this one. Tries count as sign-ins: a found-open screen is no way to guess. */
export async function changePassword(
  context: Context,
  sessions: SessionStore,
  session: Session,
  { current, next }: { current: string; next: string },
  address: string,
): Promise<string> {
  const { db, config, secrets } = context;
  const { account: id, username, name } = session.viewer;
  if (session.demo && current === demoPassword)
    throw forbidden("演示账号由所有访客共用，不能修改密码");
  const tries = await countTries(context, signInAllowances(username, address, secrets.fingerprint));
  const kept = await findAccountForSignIn(db, username, config.GEZHI_DEMO);
  if (!(await passwordMatches(kept?.password_hash, current))) {
    const last = tries.filter(isLast);
    throw last.length
      ? locked(last, context.now())
      : invalid("原密码不正确", [{ path: "current", message: "原密码不正确" }]);
  }
  const problem = current === next ? "新密码不能与原密码相同" : passwordProblem(next, username);
  if (problem) throw invalid(problem, [{ path: "next", message: problem }]);
  const hash = await hashPassword(next);
  const token = await write(db, "system", async (tx) => {
    const row = await lockAccount(tx, id);
    if (row?.password_hash !== kept?.password_hash)
      throw new ProblemError("conflict", "密码刚刚被改动过，请重新登录后再试");
    await setPassword(tx, id, hash, false);
    await settle(tx, tries);
    await deleteSessionsOf(tx, id);
    await record(tx, context, { id, name }, "session.changePassword");
    return sessions.open(tx, id, "password");
  });
  sessions.forgetAccount(id);
  return token;
}

/** Refuses when a lock stands; otherwise the tries are counted already, whatever comes of them. */
async function countTries(
  { db, now }: Context,
  allowances: readonly Allowance[],
): Promise<Attempt[]> {
  const at = new Date(now());
  const tries = await write(db, "system", async (tx) => {
    const counted: Attempt[] = [];
    for (const allowance of allowances) counted.push(await countAttempt(tx, allowance, at));
    return counted;
  });
  const over = tries.filter(isOver);
  if (over.length) throw locked(over, at.getTime());
  return tries;
}

/** After a right password: what counted against this person is forgotten, the shared address gets its one try back. */
async function settle(tx: Tx, tries: readonly Attempt[]): Promise<void> {
  const [shared, own] = [
    tries.filter(({ bucket }) => bucket.startsWith("address:")),
    tries.filter(({ bucket }) => !bucket.startsWith("address:")),
  ];
  await clearAttempts(
    tx,
    own.map(({ bucket }) => bucket),
  );
  for (const { bucket } of shared) await returnAttempt(tx, bucket);
}

function locked(attempts: readonly Attempt[], now: number): ProblemError {
  const until = Math.max(...attempts.map((attempt) => attempt.until));
  return new ProblemError(
    "too_many",
    `登录失败次数过多，已暂停登录，请于 ${clockText(until, now)} 之后再试；忘记密码请联系管理员重置`,
    {
      retryAfterSeconds: Math.max(1, Math.ceil((until - now) / 1000)),
    },
  );
}

function wrong(tries: readonly Attempt[]): ProblemError {
  const left = Math.min(...tries.map(({ limit, tries: made }) => limit - made));
  return new ProblemError("unauthenticated", `用户名或密码不正确，还可以再试 ${left} 次`);
}

async function record(
  tx: Tx,
  { now }: Context,
  account: Person,
  act: `session.${string}`,
  detail?: Record<string, unknown>,
): Promise<void> {
  const unit = await unitOfAccount(tx, account.id, civilDateAt(now()));
  await recordAudit(tx, {
    account: account.id,
    actor: account.name,
    act,
    subject: account.id,
    detail,
    district: unit.slice(0, 6),
    unit,
  });
}

/** On record for known and unknown names alike, so that both take the same work. */
async function recordLock(tx: Tx, context: Context, account: Person | undefined): Promise<void> {
  if (account) return record(tx, context, account, "session.locked");
  await recordAudit(tx, {
    account: null,
    actor: "未知用户",
    act: "session.locked",
    subject: "unknown",
    district: "50",
  });
}

/** What one person may have shown in a while; for limits other than signing in. */
async function countUse(
  context: Pick<Context, "db" | "now">,
  allowance: Allowance,
  refusal: (until: string) => string,
): Promise<void> {
  const at = context.now();
  const attempt = await write(context.db, "system", (tx) =>
    countAttempt(tx, allowance, new Date(at)),
  );
  if (!isOver(attempt)) return;
  throw new ProblemError("too_many", refusal(clockText(attempt.until, at)), {
    retryAfterSeconds: Math.ceil((attempt.until - at) / 1000),
  });
}

/** Every name and number that is shown counts, whoever it belongs to: residents, protected persons, contacts. */
export const countReveal = (
  context: Pick<Context, "db" | "now">,
  { account }: Pick<Viewer, "account">,
): Promise<void> =>
  countUse(
    context,
    revealAllowance(account),
    (until) => `一小时内查看个人信息次数过多，请于 ${until} 之后再试`,
  );
