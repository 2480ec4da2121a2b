import { hash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { telemetryTopic } from "@gezhi/contract/telemetry.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addDevice,
  devicePassword,
  freePort,
  TestDevice,
} from "../features/telemetry/telemetry-testing.ts";
import { readConfig } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/database.ts";
import { startIngest, type Ingest } from "./ingest.ts";

let database: TestDatabase;
let ingest: Ingest;
const folder = mkdtempSync(join(tmpdir(), "gezhi-lookup-"));
const port = await freePort();
const unit = "500103001001001";
const wind = "SE18";
const heart = "SE33";

beforeAll(async () => {
  database = await createTestDatabase("gezhi_city");
  const config = readConfig({ DATA_DIR: folder, MQTT_PORT: String(port), LOG_LEVEL: "silent" });
  ingest = await startIngest(config, database.url, createLogger("silent"));
});
afterAll(async () => {
  await ingest.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const readingsOf = async (number: number) =>
  (
    await database.owner
      .selectFrom("readings")
      .select("values")
      .where("device", "=", number)
      .orderBy("at")
      .execute()
  ).map(({ values }) => values[0]);
const change = (code: string, set: object) =>
  database.owner
    .updateTable("devices")
    .set({ ...set, updated_at: new Date() })
    .where("code", "=", code)
    .execute();
const gust = (windGust: number, ago = 0) => ({ at: Date.now() - ago, values: { windGust } });

test("a device signs in and publishes in the moment of its registration", async () => {
  for (let n = 0; n < 20; n++) {
    const code = `NEW-${n}`;
    const number = await addDevice(database.owner, code, wind);
    const device = new TestDevice(code, port);
    expect(await device.signIn()).toBe(0);
    await device.publish(gust(n));
    expect(await readingsOf(number)).toEqual([n]);
    device.end();
  }
});

test("a gateway speaks for a device in the moment of its registration, in the order it sent", async () => {
  await addDevice(database.owner, "GATE", wind);
  const gateway = new TestDevice("GATE", port);
  await gateway.signIn();
  for (let n = 0; n < 20; n++) {
    const number = await addDevice(database.owner, `BEHIND-${n}`, wind, { gateway: "GATE" });
    const topic = telemetryTopic(unit, `BEHIND-${n}`);
    await Promise.all(
      [5, 4, 3, 2, 1].map((ago) => gateway.publish(gust(ago, ago * 100), { topic })),
    );
    expect(await readingsOf(number)).toEqual([5, 4, 3, 2, 1]);
  }
  // As soon as it belongs to the gateway, the gateway may speak for it; before, the connection ends.
  await addDevice(database.owner, "ADOPTED", wind);
  const stranger = new TestDevice("ADOPTED", port);
  expect(await stranger.signIn()).toBe(0);
  await change("ADOPTED", { gateway: "GATE" });
  await gateway.publish(gust(1), { topic: telemetryTopic(unit, "ADOPTED") });
  stranger.end();
  gateway.end();
});

test("items of an HTTP batch find devices, and their gateway, that were registered just now", async () => {
  await addDevice(database.owner, "HTTP-GATE", wind);
  const number = await addDevice(database.owner, "HTTP-CHILD", wind, { gateway: "HTTP-GATE" });
  const outcome = await ingest.batch({
    username: "HTTP-GATE",
    password: devicePassword,
    messages: [
      { device: "HTTP-CHILD", payload: gust(3) },
      { device: "no-such-device", payload: gust(3) },
      { device: "\0 not a name", payload: gust(3) },
    ],
  });
  expect(outcome).toMatchObject({
    result: {
      accepted: 1,
      refused: [
        { index: 1, fault: "unknownDevice" },
        { index: 2, fault: "unknownDevice" },
      ],
    },
  });
  expect(await readingsOf(number)).toEqual([3]);
});

test("a new password, a consent and a changed profile count at once", async () => {
  const number = await addDevice(database.owner, "CHANGED", heart);
  const before = new TestDevice("CHANGED", port);
  expect(await before.signIn()).toBe(0);
  before.end();
  await change("CHANGED", { password_hash: hash("sha256", "another"), consent_at: new Date() });
  const device = new TestDevice("CHANGED", port);
  expect(await device.signIn({ password: Buffer.from("another") })).toBe(0);
  await device.publish({ values: { heartRate: 70 } });
  expect(await readingsOf(number)).toEqual([70]);
  await change("CHANGED", { profile: wind });
  await device.publish({ values: { windGust: 2 } });
  expect(await readingsOf(number)).toEqual([70, 2]);
  device.end();
});

test("names that nobody knows are answered and counted", async () => {
  await addDevice(database.owner, "FLOOD", wind);
  const gateway = new TestDevice("FLOOD", port);
  await gateway.signIn();
  const before = ingest.counts().faults.unknownDevice ?? 0;
  await Promise.all(
    Array.from({ length: 1500 }, (_, n) =>
      gateway.publish(gust(1), { topic: telemetryTopic(unit, `nobody-${n % 500}`) }),
    ),
  );
  expect(ingest.counts().faults.unknownDevice).toBe(before + 1500);
  gateway.end();
});
