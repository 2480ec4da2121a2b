import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { sql } from "kysely";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { initialAlarmRules } from "../features/configuration/initial-sensing.ts";
import { announce } from "../features/live/live-commands.ts";
import { addDevice, freePort, TestDevice, until } from "../features/telemetry/telemetry-testing.ts";
import { readConfig } from "../platform/config.ts";
import { write } from "../platform/database/scope.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/database.ts";
import { startIngest, type Ingest } from "./ingest.ts";

let database: TestDatabase;
let ingest: Ingest;
let said = "";
const folder = mkdtempSync(join(tmpdir(), "gezhi-rules-"));
const port = await freePort();

beforeAll(async () => {
  database = await createTestDatabase("gezhi_city");
  const config = readConfig({ DATA_DIR: folder, MQTT_PORT: String(port) });
  const sheet = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      said += chunk.toString();
      done();
    },
  });
  ingest = await startIngest(config, database.url, pino({ level: "info" }, sheet));
});
afterAll(async () => {
  await ingest.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

test("rules that could not be read when they changed are in force as soon as they can be", async () => {
  const number = await addDevice(database.owner, "WIND", "SE18");
  const device = new TestDevice("WIND", port);
  await device.signIn();
  const rules = initialAlarmRules.rules.map((rule) =>
    rule.profile === "SE18" ? { ...rule, levels: { red: 1 }, holdSeconds: 0 } : rule,
  );
  await sql`revoke select on configurations from gezhi_app`.execute(database.owner);
  await sql`update configurations set valid_to = now() where kind = 'alarmRules'`.execute(
    database.owner,
  );
  await sql`insert into configurations (kind, unit, version, content, author, reason, valid_from)
    values ('alarmRules', '50', 99, ${JSON.stringify({ rules })}::jsonb, '测试', '更严', now())`.execute(
    database.owner,
  );
  await write(database.owner, "system", (tx) =>
    announce(tx, [
      { kind: "configuration", subject: "alarmRules", act: "publish", town: null, parties: ["50"] },
    ]),
  );
  await until("it was looked for in vain", () => said.includes("a job failed"));

  await sql`grant select on configurations to gezhi_app`.execute(database.owner);
  await until("it works again", () => said.includes("the job works again"));
  await device.publish({ values: { windGust: 2 } });

  const { rows } = await sql<{ level: string }>`
    select level from alarm_signals where device = ${number}`.execute(database.owner);
  device.end();
  expect(rows).toEqual([{ level: "red" }]);
});
