import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../../platform/testing/database.ts";
import { demoPassword } from "./password-rules.ts";
import {
  browser,
  createStaffedDatabase,
  signedIn,
  startIdentityServer,
  type IdentityServer,
} from "./identity-testing.ts";
import { hashPassword } from "./password-commands.ts";

let database: TestDatabase;
let server: IdentityServer;

beforeAll(async () => {
  database = await createStaffedDatabase();
  server = await startIdentityServer(database);
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** Someone who came after the demo staff and still has the first password. */
async function newcomer(username: string): Promise<string> {
  const id = randomUUID();
  await database.owner
    .insertInto("accounts")
    .values({
      id,
      username,
      name: "林远",
      password_hash: await hashPassword("the-first-word"),
      must_change_password: true,
    })
    .execute();
  await database.owner
    .insertInto("appointments")
    .values({
      id: randomUUID(),
      account: id,
      unit: "500103001",
      role: "dispatcher",
      valid_from: "2026-01-01",
    })
    .execute();
  return id;
}

test("while the first password stands nothing but the session's own routes answers", async () => {
  await newcomer("lin.yuan");
  const own = browser(server);

  const answer = await own.request("POST", "/api/session", {
    username: "lin.yuan",
    password: "the-first-word",
  });

  expect(answer.body).toMatchObject({ mustChangePassword: true });
  expect((await own.request("GET", "/api/session")).status).toBe(200);
  const refused = await own.request("GET", "/api/units/500103001/posts");
  expect(refused.status).toBe(403);
  expect(refused.body.detail).toBe("首次登录请先修改初始密码，修改后才能使用其他功能");

  const changed = await own.request("POST", "/api/session/password", {
    current: "the-first-word",
    next: "a-word-of-my-own",
  });
  expect(changed.body).toMatchObject({ mustChangePassword: false });
  expect((await own.request("GET", "/api/units/500103001/posts")).status).toBe(200);
});

test("a new password must be a good one, needs the old one, and ends the other sessions", async () => {
  await newcomer("mei");
  const [own, elsewhere] = [
    await signedIn(server, "mei", "the-first-word"),
    await signedIn(server, "mei", "the-first-word"),
  ];
  const before = own.cookie;
  const change = (current: string, next: string) =>
    own.request("POST", "/api/session/password", { current, next });

  expect((await change("not-the-word", "a-word-of-my-own")).body).toMatchObject({
    code: "invalid",
    detail: "原密码不正确",
  });
  expect((await change("the-first-word", "the-first-word")).body.detail).toBe(
    "新密码不能与原密码相同",
  );
  expect((await change("the-first-word", "xx-mei-2026-xx")).body.detail).toBe(
    "新密码不能包含用户名",
  );
  expect((await change("the-first-word", "short")).status).toBe(400);
  expect((await change("the-first-word", "a-word-of-my-own")).status).toBe(200);

  expect(own.cookie).not.toBe(before);
  expect((await elsewhere.request("GET", "/api/session")).status).toBe(401);
  expect((await own.request("GET", "/api/session")).status).toBe(200);
  expect((await signedIn(server, "mei", "a-word-of-my-own")).cookie).not.toBe("");
});

test("a screen left open is no place to guess the old password", async () => {
  await newcomer("guess");
  const own = await signedIn(server, "guess", "the-first-word");
  const statuses = [];

  for (let round = 0; round < 6; round += 1)
    statuses.push(
      (
        await own.request("POST", "/api/session/password", {
          current: `guess number ${round}`,
          next: "a-word-of-my-own",
        })
      ).status,
    );

  expect(statuses).toEqual([400, 400, 400, 400, 429, 429]);
});

test("a demo account, which everybody shares, keeps its password", async () => {
  const own = await signedIn(server, "500103001-dispatcher-1");

  const answer = await own.request("POST", "/api/session/password", {
    current: demoPassword,
    next: "a-word-of-my-own",
  });

  expect(answer.status).toBe(403);
});

test("a person made in the demo has a password of their own and may change it", async () => {
  const account = await newcomer("demo.made");
  await database.owner
    .updateTable("accounts")
    .set({ demo: true })
    .where("id", "=", account)
    .execute();
  const own = await signedIn(server, "demo.made", "the-first-word");

  const answer = await own.request("POST", "/api/session/password", {
    current: "the-first-word",
    next: "a-word-of-my-own",
  });

  expect(answer.body).toMatchObject({ mustChangePassword: false });
});
