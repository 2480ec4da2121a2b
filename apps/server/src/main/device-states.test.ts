import type { DeviceDetail } from "@gezhi/contract/devices.ts";
import { deviceId } from "@gezhi/contract/ids.ts";
import { telemetryTopic } from "@gezhi/contract/telemetry.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDevice, freePort, TestDevice, until } from "../features/telemetry/telemetry-testing.ts";
import { readConfig } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { startTestServer, type Client, type TestServer } from "../platform/testing/server.ts";
import { startIngest, type Ingest } from "./ingest.ts";
import { startJobs } from "./jobs.ts";

const town = "500103012";
const unit = `${town}001001`;
/** Wind gauges that are expected every second here. */
const wind = "SE18";
const offline = "SE40";

let server: TestServer;
let duty: Client;
let ingest: Ingest;
let stopJobs: () => Promise<void>;
const port = await freePort();
const startAgain = () =>
  startIngest(
    readConfig({ DATA_DIR: "/tmp", MQTT_PORT: String(port), LOG_LEVEL: "silent" }),
    server.url,
    createLogger("silent"),
  );

beforeAll(async () => {
  server = await startTestServer();
  await sql`
    update configurations set content = jsonb_set(content::jsonb, '{profiles}', (
      select jsonb_agg(case when p->>'code' = ${wind} then p || '{"intervalSeconds": 1}' else p end order by n)
      from jsonb_array_elements(content::jsonb->'profiles') with ordinality as e (p, n)))
    where kind = 'deviceProfiles'`.execute(server.owner);
  duty = await server.signIn(`${town}-duty-officer-1`);
  ingest = await startAgain();
  stopJobs = await startJobs(server.context, server.url, { jobs: true });
});
afterAll(async () => {
  await ingest.close();
  await stopJobs();
  await server.close();
});

async function aDevice(code: string, profile: string, overrides: object = {}) {
  const number = await addDevice(server.owner, code, profile, { unit, overrides });
  const { district, id } = await server.owner
    .updateTable("devices")
    .set({ town })
    .where("number", "=", number)
    .returning(["district", "id"])
    .executeTakeFirstOrThrow();
  const device = new TestDevice(code, port);
  expect(await device.signIn()).toBe(0);
  const topic = telemetryTopic(unit, code);
  return { number, id: deviceId({ district, id }), device, topic };
}
const shown = async (id: string) =>
  (await duty.get(`/api/devices/${id}`)).body as unknown as DeviceDetail;
const told = async () =>
  await server.owner
    .selectFrom("live_log")
    .select(["subject", "act", "payload", "town", "party_units"])
    .where("kind", "=", "device")
    .orderBy("transaction_id")
    .orderBy("position")
    .execute();
const toldOf = async (id: string) =>
  (await told())
    .filter(({ subject, act }) => subject === id && act === "state")
    .map(({ payload }) => payload);

test("a device comes, grows late, is offline and comes back; screens are told of each, and of a low battery", async () => {
  const { id, device, topic } = await aDevice("STATE-1", wind);
  await device.publish({ values: { windGust: 1 }, battery: 90 }, { topic });
  await until("it is online", async () => (await shown(id)).state === "online");
  expect(await shown(id)).toMatchObject({ battery: 90, values: { windGust: 1 } });
  await until("it is late", async () => (await shown(id)).state === "late");
  await until("it is offline", async () => (await shown(id)).state === "offline");
  await device.publish({ values: { windGust: 2 }, battery: 90 }, { topic });
  await until("it is back", async () => (await shown(id)).state === "online");
  await device.publish({ values: { windGust: 2 }, battery: 12 }, { topic });
  await until("the battery is low", async () => (await shown(id)).battery === 12);
  expect((await toldOf(id)).slice(0, 5)).toEqual([
    { state: "online", battery: 90 },
    { state: "late", battery: 90 },
    { state: "offline", battery: 90 },
    { state: "online", battery: 90 },
    { state: "online", battery: 12 },
  ]);
  device.end();
});

test("many devices of a town that come at once are one message", async () => {
  await addDevice(server.owner, "MANY-GATE", "GW01", { unit });
  const numbers: number[] = [];
  for (let n = 0; n < 40; n++)
    numbers.push(
      await addDevice(server.owner, `MANY-${n}`, "SE01", { unit, gateway: "MANY-GATE" }),
    );
  await server.owner.updateTable("devices").set({ town }).where("code", "like", "MANY-%").execute();
  const before = (await told()).length;
  const gateway = new TestDevice("MANY-GATE", port);
  await gateway.signIn();
  await Promise.all(
    numbers.map((_, n) =>
      gateway.publish(
        { values: { residualCurrent: 1 } },
        { topic: telemetryTopic(unit, `MANY-${n}`) },
      ),
    ),
  );
  await until("all are online", async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from device_states where state = 'online' and device = any(${numbers})`.execute(
      server.owner,
    );
    return rows[0]!.count === 40;
  });
  const after = (await told()).slice(before).filter(({ act }) => act === "states");
  expect(after.length).toBeGreaterThan(0);
  expect(after[0]).toMatchObject({ subject: town, town, party_units: [unit] });
  // A flush may fall between two of them; never is each named.
  expect((await told()).length - before).toBeLessThan(15);
  gateway.end();
});

test("a device that falls silent raises one alarm, also across a restart, and its next word clears it", async () => {
  // Blue after 1.2 seconds instead of half an hour.
  const { number, device, topic } = await aDevice("SILENT-1", offline, {
    [offline]: { blue: 0.02 },
  });
  const signals = async () =>
    (
      await server.owner
        .selectFrom("alarm_signals")
        .select(["kind", "level"])
        .where("device", "=", number)
        .orderBy("id")
        .execute()
    ).map(({ kind, level }) => (level ? `${kind} ${level}` : kind));
  const alarms = async () =>
    (
      await server.owner
        .selectFrom("alarms")
        .select("status")
        .where("device", "=", number)
        .orderBy("raised_at")
        .execute()
    ).map(({ status }) => status);
  await device.publish({ values: { deviceOffline: 0 } }, { topic });
  await until("the alarm is there", async () => (await alarms()).length === 1);
  expect(await signals()).toEqual(["raise blue"]);

  await ingest.close();
  ingest = await startAgain();
  const again = new TestDevice("SILENT-1", port);
  expect(await again.signIn()).toBe(0);
  expect(await alarms()).toEqual(["raised"]);
  await again.publish({ values: { deviceOffline: 0 } }, { topic });
  expect(await signals()).toEqual(["raise blue", "clear"]);
  await until("the alarm is cleared", async () => (await alarms())[0] === "cleared");

  // It speaks, and falls silent across a restart: what is stored of the rule does not know of its last word.
  await again.publish({ values: { deviceOffline: 0 } }, { topic });
  await ingest.close();
  ingest = await startAgain();
  await until("it is silent again", async () => (await signals()).length === 3);
  expect(await signals()).toEqual(["raise blue", "clear", "raise blue"]);
  again.end();
});
