import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { telemetryTopic } from "@gezhi/contract/telemetry.ts";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDevice, freePort, TestDevice, until } from "../features/telemetry/telemetry-testing.ts";
import { readConfig } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/database.ts";
import { startIngest, type Ingest } from "./ingest.ts";

let database: TestDatabase;
let ingest: Ingest;
const folder = mkdtempSync(join(tmpdir(), "gezhi-pressure-"));
const port = await freePort();
const gateways = 30;
const each = 3000;

beforeAll(async () => {
  database = await createTestDatabase("gezhi_city");
  for (let n = 0; n < gateways; n++) await addDevice(database.owner, `P-${n}`, "SE18");
  const config = readConfig({ DATA_DIR: folder, MQTT_PORT: String(port), LOG_LEVEL: "silent" });
  ingest = await startIngest(config, database.url, createLogger("silent"));
});
afterAll(async () => {
  await ingest.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const stored = async () => {
  const { count } = await database.owner
    .selectFrom("readings")
    .select((q) => q.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
};

test(
  "while the database stands still, devices are held up, little waits, nothing is acknowledged; afterwards all is kept",
  { timeout: 180_000 },
  async () => {
    const devices = await Promise.all(
      Array.from({ length: gateways }, async (_, n) => {
        const device = new TestDevice(`P-${n}`, port);
        expect(await device.signIn()).toBe(0);
        return device;
      }),
    );
    const lock = new pg.Client({ connectionString: database.url });
    await lock.connect();
    await lock.query("begin; lock table readings in access exclusive mode");
    const total = gateways * each;
    let acknowledged = 0;
    const start = Date.now() - 60_000;
    const sending = devices.flatMap((device) =>
      Array.from({ length: each }, async (_, n) => {
        const topic = telemetryTopic("500103001001001", device.code);
        await device.publish({ at: start + n, values: { windGust: 1 } }, { topic });
        acknowledged += 1;
      }),
    );
    await until("devices are held up", () => ingest.counts().paused);
    expect(ingest.problem()).toBe("readings wait for the database");
    // It stands still for longer than a statement waits for the lock.
    await until("an attempt was given up", () => ingest.counts().retries > 0);
    const { waiting } = ingest.counts();
    expect(acknowledged).toBe(0);
    // A connection holds at most 64 KB that were read when all were told to stop.
    expect(waiting).toBeLessThan(40_000 + gateways * 1000);
    expect(waiting).toBeLessThan(total);
    await lock.query("rollback");
    await lock.end();
    await Promise.all(sending);
    expect(acknowledged).toBe(total);
    expect(await stored()).toBe(total);
    expect(ingest.counts()).toMatchObject({ waiting: 0, paused: false });
    expect(ingest.problem()).toBeUndefined();
    for (const device of devices) device.end();
  },
);
