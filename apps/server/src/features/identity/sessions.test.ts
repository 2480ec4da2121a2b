import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "../../platform/http/app.ts";
import type { TestDatabase } from "../../platform/testing/database.ts";
import { demoPassword } from "./password-rules.ts";
import {
  browser,
  createStaffedDatabase,
  signedIn,
  startIdentityServer,
  type IdentityServer,
} from "./identity-testing.ts";
import { maybeViewer, registerIdentity, requireRole, viewerOf } from "./session-plugin.ts";
import { sweepIdentity } from "./session-commands.ts";

let database: TestDatabase;
let server: IdentityServer;
const hour = 3_600_000;

beforeAll(async () => {
  database = await createStaffedDatabase();
  server = await startIdentityServer(database);
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

test("without a session there is no one, and a made-up cookie is no session", async () => {
  const own = browser(server);
  expect((await own.request("GET", "/api/session")).status).toBe(401);

  for (const cookie of [
    "gezhi_session=x",
    `gezhi_session=${"a".repeat(43)}`,
    `gezhi_session=${"a".repeat(5000)}`,
  ]) {
    own.cookie = cookie;
    expect((await own.request("GET", "/api/session")).body).toMatchObject({
      code: "unauthenticated",
      detail: "请先登录",
    });
  }
});

test("whoever steals the table of sessions has stolen no session", async () => {
  const own = await signedIn(server, "500103001-dispatcher-1");
  const rows = await database.owner.selectFrom("sessions").selectAll().execute();
  const thief = browser(server);

  for (const row of rows) {
    for (const value of [row.token_hash, row.csrf_token]) {
      thief.cookie = `gezhi_session=${value}`;
      expect((await thief.request("GET", "/api/session")).status).toBe(401);
    }
  }
  expect(JSON.stringify(rows)).not.toContain(own.cookie.slice("gezhi_session=".length));
});

test("a session planted before signing in is not the one that is signed in, and ends", async () => {
  const attacker = await signedIn(server, "500103001-dispatcher-2");
  const victim = browser(server);
  victim.cookie = attacker.cookie;

  await victim.request("POST", "/api/session", {
    username: "500103001-commander",
    password: demoPassword,
  });

  expect(victim.cookie).not.toBe(attacker.cookie);
  expect((await attacker.request("GET", "/api/session")).status).toBe(401);
});

test("a change without the session's token, with a wrong one or from another site is refused", async () => {
  const own = await signedIn(server, "500103001-dispatcher-1");
  const signOut = (headers: Record<string, string>) =>
    server.app.inject({
      method: "DELETE",
      url: "/api/session",
      headers: { cookie: own.cookie, host: "gezhi.example", ...headers },
    });
  const token = { "x-csrf-token": own.csrf };

  const refused = await Promise.all([
    signOut({}),
    signOut({ "x-csrf-token": `${own.csrf}x` }),
    signOut({ "x-csrf-token": "" }),
    signOut({ ...token, origin: "https://evil.example" }),
    signOut({ ...token, origin: "null" }),
    signOut({ ...token, "sec-fetch-site": "cross-site" }),
    signOut({ ...token, "sec-fetch-site": "same-site", origin: "https://gezhi.example" }),
  ]);

  expect(refused.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403, 403, 403, 403]);
  expect((await own.request("GET", "/api/session")).status).toBe(200);
  expect((await signOut({ ...token, origin: "https://gezhi.example" })).statusCode).toBe(204);
});

test("another site cannot sign a visitor in as somebody else", async () => {
  const own = browser(server);

  const answer = await own.request(
    "POST",
    "/api/session",
    { username: "50-auditor", password: demoPassword },
    { origin: "https://evil.example" },
  );

  expect(answer.status).toBe(403);
  expect(own.cookie).toBe("");
});

test("without the token a public route goes on as nobody, and no other route goes on", async () => {
  const own = await signedIn(server, "500103001-dispatcher-1");
  const app = await createApp(server.context.config, server.context.log);
  registerIdentity(app, server.context);
  app.post("/api/public", (request) => ({ who: maybeViewer(request)?.username ?? null }));
  app.post("/api/staff", (request) => ({ who: viewerOf(request).username }));
  app.post("/api/centre", (request) => ({
    who: requireRole(request, "districtCentre", "dispatcher").username,
  }));
  app.post("/api/auditors", (request) => ({ who: requireRole(request, "auditor").username }));
  app.post("/open311/v2/requests.json", (request) => ({
    who: maybeViewer(request)?.username ?? null,
  }));
  const post = async (url: string, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      method: "POST",
      url,
      headers: { cookie: own.cookie, ...headers },
    });
    return [answer.statusCode, answer.json<{ who?: string | null }>().who];
  };
  const token = { "x-csrf-token": own.csrf };
  const name = "500103001-dispatcher-1";

  expect(await post("/api/public")).toEqual([200, null]);
  expect(await post("/api/public", token)).toEqual([200, name]);
  expect(await post("/api/staff")).toEqual([403, undefined]);
  expect(await post("/api/staff", token)).toEqual([200, name]);
  expect(await post("/api/centre", token)).toEqual([200, name]);
  expect(await post("/api/auditors", token)).toEqual([403, undefined]);
  expect(
    await post("/open311/v2/requests.json", { ...token, origin: "https://city-app.example" }),
  ).toEqual([200, null]);
  await app.close();
});

test("signing out ends the session on the server, not only in the browser", async () => {
  const own = await signedIn(server, "500103001-dispatcher-1");
  const kept = own.cookie;

  expect((await own.request("DELETE", "/api/session")).status).toBe(204);

  own.cookie = kept;
  expect((await own.request("GET", "/api/session")).status).toBe(401);
});

test("signing out everywhere ends every session of the person and nobody else's", async () => {
  const [desk, phone, colleague] = [
    await signedIn(server, "500103001-dispatcher-1"),
    await signedIn(server, "500103001-dispatcher-1"),
    await signedIn(server, "500103001-dispatcher-2"),
  ];
  const kept = desk.cookie;

  expect((await desk.request("DELETE", "/api/sessions")).status).toBe(204);

  desk.cookie = kept;
  expect((await desk.request("GET", "/api/session")).status).toBe(401);
  expect((await phone.request("GET", "/api/session")).status).toBe(401);
  expect((await colleague.request("GET", "/api/session")).status).toBe(200);
});

test("a session in use goes on, an idle one ends, and none outlives seven days", async () => {
  const start = Date.now();
  const timed = await startIdentityServer(database, { SESSION_HOURS: "12" });
  timed.setNow(start);
  const [busy, idle] = [
    await signedIn(timed, "500103003-dispatcher-1"),
    await signedIn(timed, "500103003-dispatcher-2"),
  ];

  for (let elapsed = 6; elapsed < 7 * 24; elapsed += 6) {
    timed.setNow(start + elapsed * hour);
    expect((await busy.request("GET", "/api/session")).status).toBe(200);
  }
  expect((await idle.request("GET", "/api/session")).status).toBe(401);
  timed.setNow(start + 7 * 24 * hour);
  expect((await busy.request("GET", "/api/session")).status).toBe(401);
  await timed.close();
});

test("that a session was seen is written once a minute at most", async () => {
  const timed = await startIdentityServer(database);
  const start = Date.now();
  timed.setNow(start);
  const own = await signedIn(timed, "500103003-dispatcher-3");
  const seen = async () => {
    const row = await database.owner
      .selectFrom("sessions")
      .innerJoin("accounts", "accounts.id", "sessions.account")
      .select("seen_at")
      .where("username", "=", "500103003-dispatcher-3")
      .executeTakeFirstOrThrow();
    return row.seen_at.getTime() - start;
  };

  timed.setNow(start + 59_000);
  await own.request("GET", "/api/session");
  expect(await seen()).toBe(0);
  timed.setNow(start + 66_000);
  await own.request("GET", "/api/session");
  expect(await seen()).toBe(66_000);
  await timed.close();
});

test("another process learns of a sign-out within five seconds", async () => {
  const start = Date.now();
  const other = await startIdentityServer(database);
  other.setNow(start);
  const own = await signedIn(server, "500103001-dispatcher-3");
  const there = browser(other);
  there.cookie = own.cookie;
  expect((await there.request("GET", "/api/session")).status).toBe(200);

  await own.request("DELETE", "/api/session");

  other.setNow(start + 4_999);
  expect((await there.request("GET", "/api/session")).status).toBe(200);
  other.setNow(start + 5_000);
  expect((await there.request("GET", "/api/session")).status).toBe(401);
  await other.close();
});

test("what has expired is swept away, what lives stays", async () => {
  const own = await signedIn(server, "50-auditor");
  await browser(server).request("POST", "/api/demo/session", { username: "500103001-commander" });
  const demoSessions = () =>
    database.owner.selectFrom("sessions").select("account").where("origin", "=", "demo").execute();
  await database.owner
    .updateTable("sessions")
    .set({ expires_at: new Date(Date.now() - 1) })
    .where("origin", "=", "demo")
    .execute();
  expect(await demoSessions()).toHaveLength(1);

  await sweepIdentity(database.db, Date.now());

  expect(await demoSessions()).toEqual([]);
  expect((await own.request("GET", "/api/session")).status).toBe(200);
});
