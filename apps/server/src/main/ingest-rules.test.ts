import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlarmRules } from "@gezhi/contract/sensing.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDevice, freePort, TestDevice, until } from "../features/telemetry/telemetry-testing.ts";
import { readConfig } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { startTestServer, type TestServer } from "../platform/testing/server.ts";
import { startIngest, type Ingest } from "./ingest.ts";

const folder = mkdtempSync(join(tmpdir(), "gezhi-rules-"));
const port = await freePort();
const unit = "500103001017001";
const topic = `gezhi/v1/${unit}/RULED/telemetry`;
let server: TestServer;
let ingest: Ingest;
beforeAll(async () => {
  server = await startTestServer();
  const config = readConfig({ DATA_DIR: folder, MQTT_PORT: String(port), LOG_LEVEL: "silent" });
  ingest = await startIngest(config, server.url, createLogger("silent"));
});
afterAll(async () => {
  await ingest?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a rule that somebody changes judges the readings of the next seconds", async () => {
  const number = await addDevice(server.owner, "RULED", "SE18", { unit });
  const device = new TestDevice("RULED", port);
  await device.signIn();
  const blow = () => device.publish({ values: { windGust: 6 } }, { topic });
  const signals = () =>
    server.owner
      .selectFrom("alarm_signals")
      .select(["kind", "level", "threshold"])
      .where("device", "=", number)
      .execute();
  await blow();
  expect(await signals()).toEqual([]);

  const admin = await server.signIn("50-sysadmin");
  const path = "/api/configurations/alarmRules";
  const { body } = await admin.get(`${path}?unit=500103`);
  const { rules } = AlarmRules.parse(body.content);
  const content = {
    rules: rules.map((rule) =>
      rule.code === "SE18" ? { ...rule, levels: { ...rule.levels, blue: 5 } } : rule,
    ),
  };
  const reason = "汛期前收紧大风阈值";
  const request = { unit: "500103", content, reason, baseVersion: body.baseVersion };
  const published = await admin.post(path, request);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  await until("the new threshold is judged by", async () => {
    await blow();
    return (await signals()).length > 0;
  });
  expect(await signals()).toEqual([{ kind: "raise", level: "blue", threshold: 5 }]);
  device.end();
});
