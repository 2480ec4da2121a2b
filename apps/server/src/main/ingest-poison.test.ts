import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addDevice,
  devicePassword,
  freePort,
  TestDevice,
  until,
} from "../features/telemetry/telemetry-testing.ts";
import { readConfig } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/database.ts";
import { startIngest, type Ingest } from "./ingest.ts";

let database: TestDatabase;
let ingest: Ingest;
const folder = mkdtempSync(join(tmpdir(), "gezhi-poison-"));
const port = await freePort();

/** As a check of an administrator's own, or a defect of this program: the database refuses these values. */
beforeAll(async () => {
  database = await createTestDatabase("gezhi_city");
  await sql`alter table readings add constraint poison check ("values"[1] is distinct from 6.5)`.execute(
    database.owner,
  );
  await sql`alter table alarm_signals add constraint poison check (value is distinct from 20.5)`.execute(
    database.owner,
  );
  const config = readConfig({ DATA_DIR: folder, MQTT_PORT: String(port), LOG_LEVEL: "silent" });
  ingest = await startIngest(config, database.url, createLogger("silent"));
});
afterAll(async () => {
  await ingest.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const gust = (at: number, windGust: number) => ({ at, values: { windGust } });
const keptOf = async (number: number) =>
  (
    await database.owner
      .selectFrom("readings")
      .select("values")
      .where("device", "=", number)
      .orderBy("at")
      .execute()
  ).map(({ values }) => values[0]);
const refusedOf = async (number: number) => {
  const row = await database.owner
    .selectFrom("device_states")
    .select("faults")
    .where("device", "=", number)
    .executeTakeFirst();
  return (row?.faults as Record<string, { count: number; reason?: string }> | undefined)?.[
    "refused"
  ];
};

test("what the database refuses for ever is left out, counted with its reason and acknowledged; the rest is kept", async () => {
  await addDevice(database.owner, "GATE", "SE18");
  const gateway = new TestDevice("GATE", port);
  await gateway.signIn();
  const numbers: number[] = [];
  for (let n = 0; n < 30; n++)
    numbers.push(await addDevice(database.owner, `D-${n}`, "SE18", { gateway: "GATE" }));
  const at = Date.now() - 1000;
  await Promise.all(
    numbers.flatMap((_, n) =>
      [1, 2, 3, 4].map((value) =>
        gateway.publish(gust(at + value, n % 10 === 3 && value === 2 ? 6.5 : value), {
          topic: `gezhi/v1/500103001001001/D-${n}/telemetry`,
        }),
      ),
    ),
  );
  for (const [n, number] of numbers.entries())
    expect(await keptOf(number)).toEqual(n % 10 === 3 ? [1, 3, 4] : [1, 2, 3, 4]);
  expect(ingest.counts()).toMatchObject({ waiting: 0, faults: { refused: 3 } });
  await until("it is written down", async () => (await refusedOf(numbers[3]!)) !== undefined);
  expect(await refusedOf(numbers[3]!)).toMatchObject({
    count: 1,
    reason: expect.stringContaining("23514"),
  });
  expect(await refusedOf(numbers[4]!)).toBeUndefined();
  gateway.end();
});

test("a gateway's batch says which reading was refused", async () => {
  const number = await addDevice(database.owner, "HTTP", "SE18");
  const at = Date.now() - 1000;
  const outcome = await ingest.batch({
    username: "HTTP",
    password: devicePassword,
    messages: [1, 6.5, 3].map((value) => ({ device: "HTTP", payload: gust(at + value, value) })),
  });
  expect(outcome).toMatchObject({
    result: { accepted: 2, refused: [{ index: 1, fault: "refused" }] },
  });
  expect(await keptOf(number)).toEqual([1, 3]);
});

test("a reading is kept though what rules made of it is refused, and the next one is judged", async () => {
  const number = await addDevice(database.owner, "JUDGED", "SE18");
  const device = new TestDevice("JUDGED", port);
  await device.signIn();
  await device.publish(gust(Date.now() - 1000, 20.5));
  await device.publish(gust(Date.now(), 21));
  expect(await keptOf(number)).toEqual([20.5, 21]);
  const signals = await database.owner
    .selectFrom("alarm_signals")
    .select("value")
    .where("device", "=", number)
    .execute();
  expect(signals).toEqual([{ value: 21 }]);
  await until("it is written down", async () => (await refusedOf(number)) !== undefined);
  device.end();
});

test("numbers at the edges of what can be stored are stored, however they come", async () => {
  const number = await addDevice(database.owner, "EDGES", "SE10");
  const device = new TestDevice("EDGES", port);
  await device.signIn();
  const at = Date.now() - 1000;
  const edges = [1e-320, -1e-45, 1.1e-38, 3.4028234e38, -3.4028234e38];
  for (let sent = 0; sent < 2; sent++)
    for (const [n, waterPressure] of edges.entries())
      await device.publish({ at: at + n, values: { waterPressure } });
  await device.publish({ at: at + 9, values: { waterPressure: 1e39 } });
  await device.publish({ at: at + 10, values: { waterPressure: 1e-300 } });
  expect((await keptOf(number)).length).toBe(6);
  await until("its state is written down", async () => {
    const row = await database.owner
      .selectFrom("device_states")
      .select("last_values")
      .where("device", "=", number)
      .executeTakeFirst();
    return row?.last_values?.[0] === 0;
  });
  device.end();
});
