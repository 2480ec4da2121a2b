import { afterAll, beforeAll, expect, test } from "vitest";
import { telemetryTopic } from "@gezhi/contract/telemetry.ts";
import { aPhoto } from "../features/files/file-testing.ts";
import { clipsOf, sendClip } from "../features/evidence/evidence-testing.ts";
import {
  addDevice,
  devicePassword,
  freePort,
  TestDevice,
  until,
} from "../features/telemetry/telemetry-testing.ts";
import { readConfig } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { startTestServer, type TestServer } from "../platform/testing/server.ts";
import { startIngest, type Ingest } from "./ingest.ts";
import { startJobs } from "./jobs.ts";

const town = "500103012";
const unit = `${town}001001`;
let server: TestServer;
let ingest: Ingest;
let stopJobs: () => Promise<void>;
const port = await freePort();

beforeAll(async () => {
  server = await startTestServer();
  ingest = await startIngest(
    readConfig({ DATA_DIR: "/tmp", MQTT_PORT: String(port), LOG_LEVEL: "silent" }),
    server.url,
    createLogger("silent"),
  );
  stopJobs = await startJobs(server.context, server.url, { jobs: true });
});
afterAll(async () => {
  await ingest.close();
  await stopJobs();
  await server.close();
});

test("a camera alarms over MQTT, and the picture that was quicker hangs on that alarm a moment later", async () => {
  const number = await addDevice(server.owner, "box", "VA04", { unit });
  await server.owner.updateTable("devices").set({ town }).where("number", "=", number).execute();
  const desk = await server.signIn(`${town}-dispatcher-1`);
  const device = new TestDevice("box", port);
  expect(await device.signIn()).toBe(0);
  const at = Date.now();
  const content = await aPhoto();
  const sent = await sendClip(server, {
    device: "box",
    password: devicePassword,
    at,
    masked: true,
    content,
  });
  expect(sent).toMatchObject({ status: 201, body: { alarm: null } });

  await device.publish(
    { at, values: { fallingObject: 1 } },
    { topic: telemetryTopic(unit, "box") },
  );

  let alarm: string | undefined;
  await until("an alarm with its picture", async () => {
    const [first] = (await desk.get(`/api/alarms?unit=${town}`)).body.items;
    alarm = first?.id;
    return alarm !== undefined && (await clipsOf(desk, alarm)).length === 1;
  });
  const again = await sendClip(server, {
    device: "box",
    password: devicePassword,
    at,
    masked: true,
    content,
  });
  expect(again).toMatchObject({ status: 200, body: { added: false, alarm } });
  device.end();
});
