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

test("without demo mode no demo account signs in, and those signed in before are out", async () => {
  const before = await signedIn(server, "50-auditor");
  const strict = await startIdentityServer(database, { GEZHI_DEMO: "0" });
  const there = browser(strict);
  there.cookie = before.cookie;

  expect((await there.request("GET", "/api/session")).status).toBe(401);
  expect(
    (
      await browser(strict).request("POST", "/api/session", {
        username: "50-auditor",
        password: demoPassword,
      })
    ).status,
  ).toBe(401);
  expect((await browser(strict).request("GET", "/api/demo/accounts")).status).toBe(404);
  expect(
    (await browser(strict).request("POST", "/api/demo/session", { username: "50-auditor" })).status,
  ).toBe(404);
  expect((await browser(strict).request("GET", "/api/sign-in-options")).body).toEqual({
    demo: false,
    oidc: null,
    password: true,
  });
  await strict.close();
});

test("in demo mode one click is enough, for demo accounts only", async () => {
  const accounts = (await browser(server).request("GET", "/api/demo/accounts")).body.items as {
    username: string;
    role: string;
  }[];
  const own = browser(server);

  const answer = await own.request("POST", "/api/demo/session", {
    username: accounts[0]!.username,
  });

  expect(answer.status).toBe(200);
  expect(accounts.map(({ role }) => role)).toContain("gridWorker");
  await database.owner
    .insertInto("accounts")
    .values({ id: "01920000-0000-7000-8000-000000000777", username: "real.person", name: "真人" })
    .execute();
  expect((await own.request("POST", "/api/demo/session", { username: "real.person" })).status).toBe(
    404,
  );
});
