import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";

let server: TestServer;
let admin: Client;
let dispatcher: Client;
beforeAll(async () => {
  server = await startTestServer();
  [admin, dispatcher] = await Promise.all([
    server.signIn("50-sysadmin"),
    server.signIn("500103001-dispatcher-1"),
  ]);
});
afterAll(() => server.close());

test("anybody reads the catalogue, and 304 when nothing changed", async () => {
  const first = await server.anonymous.get("/api/categories");
  const again = await server.anonymous.get("/api/categories", {
    "if-none-match": String(first.headers.etag),
  });

  expect(first.body.items).toHaveLength(314);
  expect(first.body).toMatchObject({ version: 1, unit: "50", items: expect.any(Array) });
  expect(first.body.items[0]).toMatchObject({ code: "010101", group: "市容环境·环境卫生" });
  expect(again.status).toBe(304);
});

test("staff read every kind, the public only the catalogue", async () => {
  const limits = await dispatcher.get("/api/configurations/limits?unit=500103001");

  expect(limits.body).toMatchObject({ version: { unit: "50", version: 1 }, baseVersion: 0 });
  expect((await server.anonymous.get("/api/configurations/limits?unit=50")).status).toBe(401);
  expect((await dispatcher.get("/api/configurations/secrets?unit=50")).status).toBe(400);
});

test("the administrator publishes for a district; a stale base is told so; the versions stay readable", async () => {
  const { body } = await admin.get("/api/configurations/limits?unit=500103");
  const request = {
    unit: "500103",
    content: { ...body.content, ratingDays: 12 },
    reason: "区里延长评价期限",
    baseVersion: body.baseVersion,
  };

  const refused = await dispatcher.post("/api/configurations/limits", request);
  const published = await admin.post("/api/configurations/limits", request);
  const stale = await admin.post("/api/configurations/limits", request);

  expect([refused.status, published.status, stale.status]).toEqual([403, 200, 409]);
  const own = await dispatcher.get("/api/configurations/limits?unit=500103001");
  expect(own.body.content.ratingDays).toBe(12);
  const versions = await dispatcher.get("/api/configurations/limits/versions?unit=500103");
  expect(versions.body.items).toMatchObject([
    { version: 1, reason: "区里延长评价期限", validTo: null },
  ]);
  const one = await dispatcher.get("/api/configurations/limits/versions/1?unit=50");
  expect(one.body.content.ratingDays).toBe(7);
  expect((await dispatcher.get("/api/configurations/limits/versions/9?unit=50")).status).toBe(404);
});

test("a document with faults comes back with each of them", async () => {
  const { body } = await admin.get("/api/configurations/routing?unit=50");
  const rules = structuredClone(body.content.rules);
  rules[1].number = rules[0].number;
  rules[2].to.post = "ZZ99";

  const answer = await admin.post("/api/configurations/routing", {
    unit: "50",
    content: { rules },
    reason: "测试",
    baseVersion: 1,
  });

  expect(answer.status).toBe(400);
  expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    "rules.1",
    "rules.2.to",
  ]);
});
