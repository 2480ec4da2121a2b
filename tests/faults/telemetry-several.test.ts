import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import { connectAsync, type MqttClient } from "mqtt";
import { telemetryTopic } from "@gezhi/contract/telemetry.ts";
import { addDevice } from "../../apps/server/src/features/telemetry/telemetry-testing.ts";
import { connectAsOwner, type Db } from "../../apps/server/src/platform/database/connect.ts";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../apps/server/src/platform/database/postgres-process.ts";
import { prepareCity } from "./support/city.ts";
import { startMosquitto, type Mosquitto } from "./support/mosquitto.ts";
import {
  freePort,
  newFolder,
  removeFolder,
  start,
  until,
  type Process,
} from "./support/product.ts";

/** Wind gusts: blue from 7, yellow 9, orange 11, red 13, at once; a level is left a little below. */
const profile = "SE18";
const unit = "500103001001001";
const devices = 60;
/** Each level lasts for so many readings of every device. */
const readings = 5;
const plateaus: { value: number; signal: string | null }[] = [
  { value: 2, signal: null },
  { value: 8, signal: "raise blue" },
  { value: 14, signal: "levelUp red" },
  { value: 1, signal: "clear" },
  { value: 14, signal: "raise red" },
  { value: 8, signal: "levelDown blue" },
  { value: 1, signal: "clear" },
];

let folder: string;
let postgres: EmbeddedPostgres;
let owner: Db;
let broker: Mosquitto;
let brokerUrl: string;

beforeAll(async () => {
  folder = newFolder("several");
  postgres = await startEmbeddedPostgres(folder);
  await prepareCity(postgres.url, folder);
  owner = connectAsOwner(postgres.url, 4);
  const port = await freePort();
  brokerUrl = `mqtt://127.0.0.1:${port}`;
  broker = await startMosquitto(folder, port);
});
afterAll(async () => {
  await broker?.stop();
  await owner?.destroy();
  await postgres?.stop();
  removeFolder(folder);
});

type Member = { process: Process; settings: Record<string, string> };

async function aMember(name: string): Promise<Member> {
  const settings = {
    DATABASE_URL: postgres.url,
    DATA_DIR: folder,
    PORT: String(await freePort()),
    MQTT_URL: brokerUrl,
    MQTT_CLIENT_ID: name,
    MQTT_PORT: "0",
    LOG_LEVEL: "fatal",
  };
  return { process: await startReady(settings), settings };
}
async function startReady(settings: Record<string, string>): Promise<Process> {
  const process = await start("ingest", settings);
  await until("it reads from the broker", () =>
    fetch(`http://127.0.0.1:${settings["PORT"]}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return process;
}
const keptBy = async ({ settings }: Member) => {
  const text = await (await fetch(`http://127.0.0.1:${settings["PORT"]}/metrics`)).text();
  return Number(/gezhi_telemetry_kept_total (\d+)/.exec(text)?.[1]);
};

const signalsOf = async (): Promise<Map<number, string[]>> => {
  const { rows } = await sql<{ device: number; signals: string[] }>`
    select device, array_agg(kind || coalesce(' ' || level, '') order by at, id) as signals
    from alarm_signals group by device`.execute(owner);
  return new Map(rows.map(({ device, signals }) => [device, signals]));
};

test(
  "two ingest processes behind one broker store every reading once and signal every crossing once, also when one of them dies",
  { timeout: 300_000 },
  async () => {
    const numbers: number[] = [];
    for (let n = 0; n < devices; n++) numbers.push(await addDevice(owner, `S-${n}`, profile));
    const one = await aMember("gezhi-one");
    const other = await aMember("gezhi-other");
    const client: MqttClient = await connectAsync(brokerUrl, { clientId: "the-devices" });
    let last = Date.now();
    let sent = 0;
    const publish = async (value: number) => {
      last = Math.max(Date.now(), last + 1);
      const payload = JSON.stringify({ at: last, values: { windGust: value } });
      sent += devices;
      await Promise.all(
        numbers.map((_, n) =>
          client.publishAsync(telemetryTopic(unit, `S-${n}`), payload, { qos: 1 }),
        ),
      );
    };
    const expected: string[] = [];
    try {
      for (const [step, { value, signal }] of plateaus.entries()) {
        if (signal) expected.push(signal);
        for (let n = 0; n < readings; n++) {
          // What is under way to it, and what it was about to commit, comes again.
          const dies = step === 4 && n === 2;
          const publishing = publish(value);
          if (dies) await other.process.kill();
          await publishing;
          if (dies) other.process = await startReady(other.settings);
        }
        await until(`everybody has: ${expected.join(", ")}`, async () => {
          const signals = await signalsOf();
          return numbers.every((number) => (signals.get(number)?.length ?? 0) >= expected.length);
        });
      }
      const kept = async () =>
        (await sql<{ count: number }>`select count(*)::int as count from readings`.execute(owner))
          .rows[0]!.count;
      await until("every reading is kept", async () => (await kept()) >= sent);
      expect(await kept()).toBe(devices * readings * plateaus.length);
      const signals = await signalsOf();
      for (const number of numbers) expect(signals.get(number)).toEqual(expected);
      expect(await keptBy(one)).toBeGreaterThan(0);
      expect(await keptBy(other)).toBeGreaterThan(0);
    } finally {
      await client.endAsync(true);
      await one.process.stop();
      await other.process.stop();
    }
  },
);
