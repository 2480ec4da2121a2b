import { sql } from "kysely";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../platform/testing/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test("the process answers, and says whether database, migrations and queue are in order", async () => {
  expect((await server.anonymous.get("/healthz")).status).toBe(200);
  const ready = await server.anonymous.get("/readyz");
  expect(ready).toMatchObject({
    status: 200,
    body: { ready: true, checks: { database: "ok", migrations: "ok", queue: "ok" } },
  });
});

test("a clock whose instant passed unheard is said to be late", async () => {
  const { status } = await server.anonymous.post("/api/reports", {
    clientId: v7(),
    source: "resident",
    text: "路灯不亮",
    category: "010101",
    unit: "500103001017001",
  });
  expect(status).toBe(201);
  await sql`update clocks set next_rung_at = now() - interval '2 minutes' where next_rung_at is not null`.execute(
    server.owner,
  );

  const ready = await server.anonymous.get("/readyz");

  await sql`update clocks set next_rung_at = null`.execute(server.owner);
  expect(ready).toMatchObject({ status: 503, body: { ready: false, checks: { database: "ok" } } });
  expect(ready.body.checks.queue).toMatch(/late/);
});

test("the interface describes itself for programs and for people", async () => {
  const document = await server.anonymous.get("/api/openapi.json");
  expect(Object.keys(document.body.paths).length).toBeGreaterThan(40);
  const page = await server.anonymous.get("/api/docs");
  expect(page.text).toContain("/api/incidents");
});

test("metrics name routes, never ids or people", async () => {
  await server.anonymous.get(
    "/api/incidents/500103-00000000-0000-7000-8000-000000000000?q=13800000000",
  );
  const { text } = await server.anonymous.get("/metrics");
  expect(text).toContain("gezhi_http_request_seconds");
  expect(text).not.toContain("13800000000");
  expect(text).not.toContain("00000000-0000-7000");
});

test.each([
  ["broken JSON", "POST", "/api/session", "{", 400],
  ["a wrong content type", "POST", "/api/session", "<a/>", 400],
  ["an unknown route", "GET", "/api/nothing", undefined, 404],
  [
    "a body that is too large",
    "POST",
    "/api/session",
    JSON.stringify({ username: "x".repeat(2_000_000), password: "y" }),
    413,
  ],
] as const)(
  "%s is refused with a problem in Chinese",
  async (name, method, url, payload, status) => {
    const answer = await server.app.inject({
      method,
      url,
      headers: {
        "content-type": name === "a wrong content type" ? "text/xml" : "application/json",
      },
      ...(payload === undefined ? {} : { payload }),
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.json().detail).toMatch(/[\u4e00-\u9fff]/);
  },
);
