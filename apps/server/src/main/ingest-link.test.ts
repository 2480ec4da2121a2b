import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startIngestLink, type IngestLink } from "../features/telemetry/ingest-link.ts";
import { addDevice, devicePassword, until } from "../features/telemetry/telemetry-testing.ts";
import { createLogger } from "../platform/log.ts";
import { startTestServer, type TestServer } from "../platform/testing/server.ts";

const entry = fileURLToPath(new URL("./ingest-process.ts", import.meta.url));
let server: TestServer;
let link: IngestLink;
let child: number;

beforeAll(async () => {
  server = await startTestServer({}, undefined, async (config, url) => {
    const order = { config, url, options: { mqtt: false, judges: true } };
    link = await startIngestLink(entry, order, createLogger("silent"), { lazy: true });
    return link;
  });
  await addDevice(server.owner, "gw", "SE18");
  child = await addDevice(server.owner, "child", "SE18", { gateway: "gw" });
});
afterAll(() => server.close());

const authorization = (password: string) =>
  `Basic ${Buffer.from(`gw:${password}`).toString("base64")}`;
const send = (messages: unknown[], password = devicePassword) =>
  server.anonymous.post("/api/telemetry", { messages }, { authorization: authorization(password) });
const at = Date.now() - 1000;
const gust = { device: "child", payload: { at, values: { windGust: 20 } } };
const count = async (table: "readings" | "alarm_signals") =>
  (await server.owner.selectFrom(table).select("device").where("device", "=", child).execute())
    .length;

test("a gateway's batch is answered when it is committed, and may be sent again", async () => {
  expect(link.process()).toBeUndefined();
  const answer = await send([gust, { device: "nobody", payload: {} }]);
  expect(answer).toMatchObject({
    status: 200,
    body: { accepted: 1, refused: [{ index: 1, fault: "unknownDevice" }] },
  });
  expect((await send([gust])).body).toEqual({ accepted: 1, refused: [] });
  expect([await count("readings"), await count("alarm_signals")]).toEqual([1, 1]);
});

test("a wrong password and no password are refused in words", async () => {
  for (const answer of [
    await send([gust], "wrong"),
    await server.anonymous.post("/api/telemetry", { messages: [gust] }),
  ])
    expect(answer).toMatchObject({
      status: 401,
      body: { detail: expect.stringContaining("网关") },
    });
});

test("an ingest process that was killed comes back and stores nothing twice", async () => {
  const before = link.process()!;
  process.kill(before, "SIGKILL");
  await until("another process", () => link.process() !== before && link.problem() === undefined);
  expect((await send([gust])).body).toEqual({ accepted: 1, refused: [] });
  expect([await count("readings"), await count("alarm_signals")]).toEqual([1, 1]);
});

test("metrics and readiness speak of ingest", async () => {
  await until("the process has told its counts", () => link.counts().messages > 0);
  const { text } = await server.anonymous.get("/metrics");
  expect(text).toMatch(/gezhi_telemetry_messages_total [1-9]/);
  expect(text).toContain("gezhi_telemetry_waiting 0");
  expect((await server.anonymous.get("/readyz")).body.checks.ingest).toBe("ok");
});
