import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../../platform/testing/database.ts";
import { demoPassword } from "./password-rules.ts";
import { signInAllowances } from "./attempt-rules.ts";
import {
  browser,
  createStaffedDatabase,
  signedIn,
  startIdentityServer,
  type IdentityServer,
} from "./identity-testing.ts";

let database: TestDatabase;
let server: IdentityServer;
const noon = Date.parse("2026-03-02T12:00:00+08:00");

beforeAll(async () => {
  database = await createStaffedDatabase();
  server = await startIdentityServer(database);
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

let place = 0;
/** A browser somewhere nobody else is, so that tries of one test do not count in another. */
const anywhere = (on = server) => browser(on, `198.51.100.${(place += 1)}`);

test("who signs in is told who they are, and the cookie is out of reach of scripts and of other sites", async () => {
  const own = anywhere();

  const answer = await own.request("POST", "/api/session", {
    username: "500103001-dispatcher-1",
    password: demoPassword,
  });

  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    username: "500103001-dispatcher-1",
    mustChangePassword: false,
    demo: true,
    home: "/desk",
  });
  expect(String(answer.headers["set-cookie"])).toMatch(
    /^gezhi_session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  expect((await own.request("GET", "/api/session")).body).toMatchObject({
    username: "500103001-dispatcher-1",
  });
});

test.each([
  ["50-operator", "/city"],
  ["500103-centre-1", "/district"],
  ["500103001-MS09-a", "/inbox"],
  ["500103001017-secretary", "/community"],
  ["500103001017001-worker", "/field"],
])("%s begins at %s", async (username, home) => {
  const answer = await anywhere().request("POST", "/api/session", {
    username,
    password: demoPassword,
  });

  expect(answer.body).toMatchObject({ home });
});

test("on https the cookie travels on https only", async () => {
  const secure = await startIdentityServer(database, { PUBLIC_URL: "https://gezhi.example" });

  const answer = await anywhere(secure).request("POST", "/api/session", {
    username: "50-auditor",
    password: demoPassword,
  });

  expect(String(answer.headers["set-cookie"])).toMatch(/; Secure/);
  await secure.close();
});

test("a name nobody has, a wrong password and a disabled account answer alike", async () => {
  await database.owner
    .updateTable("accounts")
    .set({ disabled_at: new Date() })
    .where("username", "=", "500108-D23")
    .execute();

  const answers = await Promise.all(
    [
      ["nobody-at-all", demoPassword],
      ["50-auditor", "not the password"],
      ["500108-D23", demoPassword],
    ].map(async ([username, password]) => {
      const { status, body } = await anywhere().request("POST", "/api/session", {
        username,
        password,
      });
      return { status, ...body, instance: undefined };
    }),
  );

  expect(answers[0]).toMatchObject({
    status: 401,
    code: "unauthenticated",
    detail: "用户名或密码不正确，还可以再试 4 次",
  });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test("names are taken whatever their capitals and width", async () => {
  const answer = await anywhere().request("POST", "/api/session", {
    username: " ５００１０３００１-pa05-A ",
    password: demoPassword,
  });

  expect(answer.body).toMatchObject({ username: "500103001-PA05-a" });
});

test.each(["50-sysadmin", "nobody-here"])(
  "after five wrong passwords %s is refused until a time that is said, even with the right one",
  async (username) => {
    server.setNow(noon);
    const own = anywhere();
    const statuses = [];
    for (let round = 0; round < 4; round += 1)
      statuses.push(
        (await own.request("POST", "/api/session", { username, password: "wrong wrong" })).status,
      );

    const fifth = await own.request("POST", "/api/session", { username, password: "wrong wrong" });
    const right = await own.request("POST", "/api/session", { username, password: demoPassword });

    expect(statuses).toEqual([401, 401, 401, 401]);
    expect(fifth.status).toBe(429);
    expect(right.status).toBe(429);
    expect(right.body.detail).toBe(
      "登录失败次数过多，已暂停登录，请于 12:15 之后再试；忘记密码请联系管理员重置",
    );
    expect(right.headers["retry-after"]).toBe("900");
  },
);

test("a lock survives a restart, holds at its place only, and ends", async () => {
  server.setNow(noon);
  const own = anywhere();
  const attempt = (on: IdentityServer, password: string) => {
    const there = browser(on, "203.0.113.7");
    return there.request("POST", "/api/session", { username: "500103-centre-1", password });
  };
  for (let round = 0; round < 5; round += 1) await attempt(server, "wrong wrong");

  const restarted = await startIdentityServer(database);
  restarted.setNow(noon + 60_000);
  expect((await attempt(restarted, demoPassword)).status).toBe(429);
  expect(
    (
      await own.request("POST", "/api/session", {
        username: "500103-centre-1",
        password: demoPassword,
      })
    ).status,
  ).toBe(200);
  restarted.setNow(noon + 15 * 60_000);
  expect((await attempt(restarted, demoPassword)).status).toBe(200);
  await restarted.close();
});

test("a hundred tries at once are no way around the count", async () => {
  const tries = Array.from({ length: 30 }, () =>
    browser(server, "203.0.113.8").request("POST", "/api/session", {
      username: "500103-supervisor",
      password: "wrong wrong",
    }),
  );

  const statuses = (await Promise.all(tries)).map(({ status }) => status);

  expect(statuses.filter((status) => status === 401)).toHaveLength(4);
  expect(statuses.filter((status) => status === 429)).toHaveLength(26);
});

test("guessing one account from many places and many accounts from one place is stopped too", async () => {
  server.setNow(noon);
  const guesses = async (
    count: number,
    guess: (round: number) => [address: string, username: string],
  ) => {
    const statuses = [];
    for (let round = 0; round < count; round += 1) {
      const [address, username] = guess(round);
      statuses.push(
        (
          await browser(server, address).request("POST", "/api/session", {
            username,
            password: "wrong wrong",
          })
        ).status,
      );
    }
    return statuses;
  };

  const manyPlaces = await guesses(26, (round) => [`2001:db8:${round}::1`, "500108-centre-1"]);
  const crowded = "2001:db8:ffff:0";
  const { bucket } = signInAllowances(
    "anybody",
    `${crowded}::1`,
    server.context.secrets.fingerprint,
  )[2]!;
  await database.owner
    .insertInto("sign_in_attempts")
    .values({ bucket, failures: 197, until: new Date(noon + 60_000) })
    .execute();
  const manyNames = await guesses(4, (round) => [`${crowded}:${round}::1`, `guess-${round}`]);

  expect(manyPlaces.indexOf(429)).toBe(24);
  expect(manyNames).toEqual([401, 401, 429, 429]);
});

test("a right password forgets the wrong ones before it and takes nothing of the office's share", async () => {
  const own = browser(server, "203.0.113.9");
  const buckets = signInAllowances(
    "500103-D32",
    "203.0.113.9",
    server.context.secrets.fingerprint,
  ).map(({ bucket }) => bucket);
  const enter = (password: string) =>
    own.request("POST", "/api/session", { username: "500103-D32", password });
  for (let round = 0; round < 3; round += 1) await enter("wrong wrong");

  expect((await enter(demoPassword)).status).toBe(200);

  const kept = await database.owner
    .selectFrom("sign_in_attempts")
    .select(["bucket", "failures"])
    .where("bucket", "in", buckets)
    .execute();
  expect(kept).toEqual([{ bucket: buckets[2], failures: 3 }]);
});

test("the table of tries holds no name and no address", async () => {
  await browser(server, "203.0.113.77").request("POST", "/api/session", {
    username: "a-telling-name",
    password: "wrong wrong",
  });

  const rows = await database.owner.selectFrom("sign_in_attempts").select("bucket").execute();

  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/telling|203\.0\.113/);
});

test("a lock is on record for the auditor, a password never", async () => {
  const auditor = await signedIn(server, "50-auditor");

  const { body } = await auditor.request("GET", "/api/audit?kind=session&limit=200");
  const acts = (body.items as { act: string }[]).map(({ act }) => act);

  expect(acts).toContain("session.locked");
  expect(acts).toContain("session.signIn");
  expect(JSON.stringify(body)).not.toMatch(/wrong wrong|Gezhi-demo/);
});

test.each([
  ["no body", undefined],
  ["no password", { username: "li" }],
  ["an empty name", { username: "", password: "x" }],
  ["a name that is no text", { username: { $ne: "" }, password: "x" }],
  ["a password beyond all measure", { username: "li", password: "x".repeat(10_000) }],
])("nonsense is answered as a wrong request: %s", async (_what, body) => {
  const answer = await anywhere().request("POST", "/api/session", body);

  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ code: "invalid" });
});

test("broken JSON and a null character in the name break nothing", async () => {
  const broken = await server.app.inject({
    method: "POST",
    url: "/api/session",
    headers: { "content-type": "application/json" },
    payload: "{",
  });
  const hollow = await anywhere().request("POST", "/api/session", {
    username: "li\u0000",
    password: "some password",
  });

  expect(broken.statusCode).toBe(400);
  expect(hollow.status).toBe(400);
});
