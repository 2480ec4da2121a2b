import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../testing/server.ts";
import { connectAsApplication } from "./connect.ts";
import { read } from "./scope.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 120_000);
afterAll(() => server.close());

test("a statement without a scope sees nothing, also on a connection that had one before", async () => {
  const { status } = await server.anonymous.post("/api/reports", {
    clientId: v7(),
    source: "resident",
    text: "路灯不亮",
    category: "010101",
    unit: "500103001017001",
  });
  expect(status).toBe(201);
  const db = connectAsApplication(server.url, 1);
  const incidents = (of: typeof db) => of.selectFrom("incidents").select("id").execute();

  const fresh = await incidents(db);
  const scoped = await read(db, "system", incidents);
  const used = await incidents(db);
  await db.destroy();

  expect(scoped.length).toBeGreaterThan(0);
  expect({ fresh, used }).toEqual({ fresh: [], used: [] });
});
