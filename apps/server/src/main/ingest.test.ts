import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDevice, freePort, TestDevice, until } from "../features/telemetry/telemetry-testing.ts";
import { readConfig, type Config } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/database.ts";
import { startIngest, type Ingest } from "./ingest.ts";

let database: TestDatabase;
let ingest: Ingest;
let config: Config;
const folder = mkdtempSync(join(tmpdir(), "gezhi-ingest-"));
const log = createLogger("silent");
const port = await freePort();

/** Leakage current: judged when it lasts for seconds. */
const leakage = "SE01";
/** Wind gusts: blue from 7, red from 13, at once. */
const wind = "SE18";
const heart = "SE33";

beforeAll(async () => {
  database = await createTestDatabase("gezhi_city");
  config = readConfig({ DATA_DIR: folder, MQTT_PORT: String(port), LOG_LEVEL: "silent" });
  ingest = await startIngest(config, database.url, log);
});
afterAll(async () => {
  await ingest.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
async function aDevice(profile = leakage, extra: Parameters<typeof addDevice>[3] = {}) {
  made += 1;
  const code = `T-${made}`;
  const before = ingest.counts().devices;
  const number = await addDevice(database.owner, code, profile, extra);
  await until("ingest knows the device", () => ingest.counts().devices > before);
  return { code, number };
}
async function aConnected(profile = leakage, extra: Parameters<typeof addDevice>[3] = {}) {
  const { code, number } = await aDevice(profile, extra);
  const device = new TestDevice(code, port);
  expect(await device.signIn()).toBe(0);
  return { device, code, number };
}
const readingsOf = (number: number) =>
  database.owner
    .selectFrom("readings")
    .selectAll()
    .where("device", "=", number)
    .orderBy("at")
    .execute();
const signalsOf = (number: number) =>
  database.owner
    .selectFrom("alarm_signals")
    .select(["kind", "level", "rule", "value"])
    .where("device", "=", number)
    .orderBy("id")
    .execute();
const metric = async (profile: string) => {
  const { rows } = {
    rows: await database.owner
      .selectFrom("configurations")
      .select("content")
      .where("kind", "=", "deviceProfiles")
      .execute(),
  };
  const { profiles } = rows[0]!.content as unknown as {
    profiles: { code: string; metrics: { key: string }[] }[];
  };
  return profiles.find(({ code }) => code === profile)!.metrics[0]!.key;
};

test("what is acknowledged is committed, with the values in the order of the profile", async () => {
  const { device, number } = await aConnected();
  const key = await metric(leakage);
  const at = Date.now() - 1000;
  await device.publish({ at, values: { [key]: 12.5 } });
  const kept = await readingsOf(number);
  expect(kept).toMatchObject([{ district: "500103", at: new Date(at), values: [12.5] }]);
  device.end();
});

test("QoS 2 is taken once, QoS 0 without an answer", async () => {
  const { device, number } = await aConnected();
  const key = await metric(leakage);
  const at = Date.now();
  await device.publish({ at, values: { [key]: 1 } }, { qos: 2, id: 7 });
  await device.publish({ at: at + 1, values: { [key]: 2 } }, { qos: 2, id: 7, dup: true });
  device.send({ cmd: "pubrel", messageId: 7, qos: 1 } as never);
  await device.answer("pubcomp", 7);
  await device.publish({ at: at + 2, values: { [key]: 3 } }, { qos: 0 });
  await until("the last one is there", async () => (await readingsOf(number)).length === 2);
  expect((await readingsOf(number)).map(({ values }) => values[0])).toEqual([1, 3]);
  device.end();
});

test("a threshold that is crossed makes one signal, however often the reading is sent", async () => {
  const { device, number } = await aConnected(wind);
  const at = Date.now() - 5000;
  const red = { at, values: { windGust: 20 } };
  await Promise.all([device.publish(red), device.publish(red), device.publish(red)]);
  await device.publish({ at: at + 1, values: { windGust: 21 } });
  expect(await signalsOf(number)).toEqual([
    { kind: "raise", level: "red", rule: "SE18", value: 20 },
  ]);
  device.end();
});

test("a restart judges nothing twice and forgets no state", async () => {
  const { device, code, number } = await aConnected(wind);
  const key = "windGust";
  const at = Date.now() - 5000;
  await device.publish({ at, values: { [key]: 20 } });
  await ingest.close();
  // As if it had been killed before it wrote down what it saw.
  await database.owner.deleteFrom("device_states").where("device", "=", number).execute();
  ingest = await startIngest(config, database.url, log);
  const again = new TestDevice(code, port);
  await again.signIn();
  await again.publish({ at, values: { [key]: 20 } });
  await again.publish({ at: at + 1000, values: { [key]: 0 } });
  await again.publish({ at: at + 2000, values: { [key]: 0 } });
  expect((await signalsOf(number)).map(({ kind }) => kind)).toEqual(["raise", "clear"]);
  expect((await readingsOf(number)).length).toBe(3);
  again.end();
});

test("readings out of order are kept and not judged", async () => {
  const { device, number } = await aConnected(wind);
  const at = Date.now() - 5000;
  await device.publish({ at, values: { windGust: 1 } });
  await device.publish({ at: at - 1000, values: { windGust: 20 } });
  expect((await readingsOf(number)).length).toBe(2);
  expect(await signalsOf(number)).toEqual([]);
  expect(ingest.counts().faults.outOfOrder).toBeGreaterThan(0);
  device.end();
});

test("metrics of one instant may come in messages of their own", async () => {
  const { device, number } = await aConnected(heart, { consent_at: new Date() });
  const at = Date.now() - 1000;
  await device.publish({ at, values: { spo2: 98 } });
  await device.publish({ at, values: { heartRate: 70 } });
  expect((await readingsOf(number)).map(({ values }) => values)).toEqual([[70], [null, 98]]);
  device.end();
});

test("without consent no reading of a person is kept", async () => {
  const { device, number } = await aConnected(heart);
  await device.publish({ values: { heartRate: 200 } });
  expect(await readingsOf(number)).toEqual([]);
  device.end();
});

test("a device's own limits count, and none while it is maintained", async () => {
  const strict = await aConnected(wind, { overrides: { SE18: { red: 8 } } });
  await strict.device.publish({ values: { windGust: 8 } });
  expect(await signalsOf(strict.number)).toMatchObject([{ kind: "raise", level: "red" }]);
  const resting = await aConnected(wind, { maintenance_until: new Date(Date.now() + 60_000) });
  await resting.device.publish({ values: { windGust: 20 } });
  expect(await signalsOf(resting.number)).toEqual([]);
  strict.device.end();
  resting.device.end();
});

test("a level that must last is signalled when it has, without another reading", async () => {
  const { device, number } = await aConnected();
  const key = await metric(leakage);
  await device.publish({ at: Date.now() - 3500, values: { [key]: 5000 } });
  expect(await signalsOf(number)).toEqual([]);
  await until("the hold ends", async () => (await signalsOf(number)).length > 0);
  expect(await signalsOf(number)).toMatchObject([{ kind: "raise", level: "red" }]);
  device.end();
});

test("rubbish is acknowledged, counted with the device and never kept", async () => {
  const { device, number } = await aConnected();
  const key = await metric(leakage);
  await device.publish("not json");
  await device.publish({ values: { [key]: "NaN" } });
  await device.publish({ values: { nonsense: 1 } });
  await device.publish({ at: Date.now() + 3_600_000, values: { [key]: 1 } });
  expect(await readingsOf(number)).toEqual([]);
  await until("the faults are written down", async () => {
    const row = await database.owner
      .selectFrom("device_states")
      .select(["faults", "state"])
      .where("device", "=", number)
      .executeTakeFirst();
    return (
      row?.state === "online" &&
      JSON.stringify(Object.keys(row.faults as object).toSorted()) ===
        JSON.stringify(["future", "malformed", "notANumber", "unknownMetric"])
    );
  });
  device.end();
});

test("a gateway publishes for its own devices and its batch says what became of each", async () => {
  const gateway = await aDevice();
  const child = await aDevice(leakage, { gateway: gateway.code });
  const stranger = await aDevice();
  const key = await metric(leakage);
  const outcome = await ingest.batch({
    username: gateway.code,
    password: "a-password-of-a-device",
    messages: [
      { device: child.code, payload: { values: { [key]: 1 } } },
      { device: stranger.code, payload: { values: { [key]: 1 } } },
      { device: "nobody", payload: {} },
      { device: child.code, payload: { values: { [key]: "x" } } },
    ],
  });
  expect(outcome).toMatchObject({
    result: {
      accepted: 1,
      refused: [
        { index: 1, fault: "foreignTopic" },
        { index: 2, fault: "unknownDevice" },
        { index: 3, fault: "notANumber" },
      ],
    },
  });
  expect((await readingsOf(child.number)).length).toBe(1);
  expect(await ingest.batch({ username: gateway.code, password: "wrong", messages: [] })).toEqual({
    failed: "denied",
  });
});
