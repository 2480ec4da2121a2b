import { seededRandom } from "@gezhi/reference/seeded-random.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectAsOwner, type Db } from "../../apps/server/src/platform/database/connect.ts";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../apps/server/src/platform/database/postgres-process.ts";
import { prepareCity } from "./support/city.ts";
import { startMosquitto } from "./support/mosquitto.ts";
import {
  childrenOf,
  freePort,
  isReachable,
  newFolder,
  postmasterOf,
  removeFolder,
  start,
  until,
  type Process,
} from "./support/product.ts";
import {
  addSenders,
  lostReadings,
  ResendingGateway,
  wrongSignals,
  type Sender,
} from "./support/telemetry.ts";

const gateways = 20;
const devicesEach = 25;
/** Another seed kills at other points: FAULT_SEED=anything. */
const seed = process.env["FAULT_SEED"] ?? "1410";

let folder: string;
let postgres: EmbeddedPostgres;
let owner: Db;

beforeAll(async () => {
  folder = newFolder("telemetry");
  postgres = await startEmbeddedPostgres(folder);
  await prepareCity(postgres.url, folder);
  owner = connectAsOwner(postgres.url, 4);
});
afterAll(async () => {
  await owner?.destroy();
  await postgres?.stop();
  removeFolder(folder);
});

const killConnection = async () => {
  const [pid] = childrenOf(postmasterOf(folder), "gezhi-ingest");
  const [any] = childrenOf(postmasterOf(folder), "gezhi postgres");
  if (pid ?? any) process.kill((pid ?? any)!, "SIGKILL");
};
const killPostgres = async () => {
  process.kill(postmasterOf(folder), "SIGKILL");
  await until("PostgreSQL starts again", async () => {
    await postgres.revive().catch(() => undefined);
    return isReachable(postgres.url);
  });
};

/** Lets senders run to their end and does what is planned at random points of it. */
async function outlive(
  name: string,
  running: readonly ResendingGateway[],
  faults: readonly (() => Promise<unknown>)[],
): Promise<void> {
  const random = seededRandom(`telemetry ${name} ${seed}`);
  const total = running.reduce((sum, one) => sum + one.total, 0);
  const done = () => running.reduce((sum, one) => sum + one.acknowledged, 0);
  const points = faults.map(() => total * (0.02 + 0.9 * random())).toSorted((a, b) => a - b);
  for (const [index, fault] of faults.entries()) {
    await until(`${Math.floor(points[index]!)} acknowledged`, () => done() >= points[index]!, 300);
    await fault();
  }
  await Promise.all(running.map((one) => one.done));
  await until("the database is there", () => isReachable(postgres.url));
  expect(done()).toBe(total);
}

test(
  "200,000 messages outlive the death of ingest, its broker and the database: all kept, every crossing signalled once",
  { timeout: 900_000 },
  async () => {
    const messages = 400;
    const all = await addSenders(owner, gateways, devicesEach, messages);
    const port = await freePort();
    const settings = {
      DATABASE_URL: postgres.url,
      DATA_DIR: folder,
      PORT: String(await freePort()),
      MQTT_PORT: String(port),
      LOG_LEVEL: "fatal",
    };
    let ingest: Process = await start("ingest", settings);
    const killIngest = async () => {
      await ingest.kill();
      ingest = await start("ingest", settings);
    };
    try {
      const running = all.map(
        ({ gateway, senders }) => new ResendingGateway(port, gateway, senders),
      );
      await outlive("embedded", running, [
        killIngest,
        killPostgres,
        killConnection,
        killIngest,
        killPostgres,
        killIngest,
        killConnection,
        killIngest,
      ]);
      const senders: Sender[] = all.flatMap((one) => one.senders);
      expect(senders.reduce((sum, { sent }) => sum + sent.length, 0)).toBe(200_000);
      expect(await lostReadings(owner, senders)).toEqual([]);
      expect(await wrongSignals(owner, senders)).toEqual([]);
    } finally {
      await ingest.stop();
    }
  },
);

test(
  "behind Mosquitto, what was acknowledged outlives ingest and the database, and the broker's own restart",
  { timeout: 600_000 },
  async () => {
    await owner.deleteFrom("device_states").execute();
    await owner.deleteFrom("devices").execute();
    const all = await addSenders(owner, 10, 20, 100);
    const port = await freePort();
    const broker = await startMosquitto(folder, port);
    const settings = {
      DATABASE_URL: postgres.url,
      DATA_DIR: folder,
      PORT: String(await freePort()),
      MQTT_URL: `mqtt://127.0.0.1:${port}`,
      MQTT_CLIENT_ID: "gezhi-fault",
      // Alone: Mosquitto forgets shared subscriptions when it restarts.
      MQTT_SHARED: "0",
      MQTT_PORT: "0",
      LOG_LEVEL: "fatal",
    };
    const isReady = async () =>
      fetch(`http://127.0.0.1:${settings.PORT}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    let ingest = await start("ingest", settings);
    await until("ingest reads from the broker", isReady);
    const killIngest = async () => {
      await ingest.kill();
      ingest = await start("ingest", settings);
    };
    // Killed outright, Mosquitto loses by itself what it acknowledged.
    const restartBroker = broker.restart;
    try {
      const running = all.map(
        ({ gateway, senders }) => new ResendingGateway(port, gateway, senders, false),
      );
      await outlive("mosquitto", running, [
        killIngest,
        killPostgres,
        restartBroker,
        killIngest,
        killConnection,
        restartBroker,
      ]);
      const senders: Sender[] = all.flatMap((one) => one.senders);
      const total = senders.reduce((sum, { sent }) => sum + sent.length, 0);
      // The broker has acknowledged what its reader takes a moment later, and the database may still recover.
      await until(
        "the last message is kept",
        () =>
          lostReadings(owner, senders).then(
            ({ length }) => length === 0,
            () => false,
          ),
        60,
      ).catch(() => undefined);
      expect(total).toBe(20_000);
      expect(await lostReadings(owner, senders)).toEqual([]);
      expect(await wrongSignals(owner, senders)).toEqual([]);
    } finally {
      await ingest.stop();
      await broker.stop();
    }
  },
);
