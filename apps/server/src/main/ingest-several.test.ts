import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDevice, freePort, TestDevice, until } from "../features/telemetry/telemetry-testing.ts";
import { readConfig } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/database.ts";
import { startIngest, type Ingest } from "./ingest.ts";

let database: TestDatabase;
const members: { ingest: Ingest; port: number }[] = [];
const folder = mkdtempSync(join(tmpdir(), "gezhi-several-"));

beforeAll(async () => {
  database = await createTestDatabase("gezhi_city");
  for (let n = 0; n < 2; n++) {
    const port = await freePort();
    const config = readConfig({ DATA_DIR: folder, MQTT_PORT: String(port), LOG_LEVEL: "silent" });
    members.push({ ingest: await startIngest(config, database.url, createLogger("silent")), port });
  }
});
afterAll(async () => {
  for (const { ingest } of members) await ingest.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const signalsOf = async (number: number) =>
  (
    await database.owner
      .selectFrom("alarm_signals")
      .select(["kind", "level"])
      .where("device", "=", number)
      .orderBy("id")
      .execute()
  ).map(({ kind, level }) => (level ? `${kind} ${level}` : kind));

test("what one process heard before it knew what the other had decided is judged again", async () => {
  // So often, because word may go round between two lines of this test.
  for (let n = 0; n < 5; n++) {
    const number = await addDevice(database.owner, `TWO-${n}`, "SE18");
    const [one, other] = await Promise.all(
      members.map(async ({ port }) => {
        const device = new TestDevice(`TWO-${n}`, port);
        expect(await device.signIn()).toBe(0);
        return device;
      }),
    );
    const say = (device: TestDevice | undefined, windGust: number) =>
      device!.publish({ at: Date.now(), values: { windGust } });
    const signalled = async (...expected: string[]) => {
      await until(
        expected.join(", "),
        async () => (await signalsOf(number)).length >= expected.length,
      );
      expect(await signalsOf(number)).toEqual(expected);
    };
    await say(one, 14);
    await say(other, 1);
    await signalled("raise red", "clear");
    await say(other, 14);
    await say(one, 1);
    await signalled("raise red", "clear", "raise red", "clear");
    one!.end();
    other!.end();
  }
});
