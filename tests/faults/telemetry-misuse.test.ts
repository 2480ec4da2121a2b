import { connect } from "node:net";
import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectAsOwner, type Db } from "../../apps/server/src/platform/database/connect.ts";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../apps/server/src/platform/database/postgres-process.ts";
import {
  addDevice,
  bytesOf,
  devicePassword,
  TestDevice,
} from "../../apps/server/src/features/telemetry/telemetry-testing.ts";
import { prepareCity } from "./support/city.ts";
import {
  freePort,
  newFolder,
  outcome,
  removeFolder,
  start,
  until,
  type Process,
} from "./support/product.ts";

const folder = newFolder("misuse");
const port = await freePort();
let postgres: EmbeddedPostgres;
let owner: Db;
let ingest: Process;
let settings: Record<string, string>;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres(folder);
  await prepareCity(postgres.url, folder);
  owner = connectAsOwner(postgres.url, 2);
  for (const code of ["good", "victim"]) await addDevice(owner, code, "SE18");
  settings = {
    DATABASE_URL: postgres.url,
    DATA_DIR: folder,
    PORT: String(await freePort()),
    MQTT_PORT: String(port),
  };
  ingest = await start("ingest", settings);
});
afterAll(async () => {
  await ingest?.stop();
  await owner?.destroy();
  await postgres?.stop();
  removeFolder(folder);
});

const signedIn = async (code: string) => {
  const device = new TestDevice(code, port);
  expect(await device.signIn()).toBe(0);
  return device;
};
const readings = async () =>
  (await sql<{ n: number }>`select count(*)::int as n from readings`.execute(owner)).rows[0]!.n;
const memoryOf = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1024;
/** After any misuse, a device that behaves is served as before. */
const stillServes = async () => {
  const device = await signedIn("good");
  const before = await readings();
  await device.publish({ values: { windGust: 1 } });
  expect(await readings()).toBe(before + 1);
  device.end();
};
const logged = (reason: string) =>
  until(`"${reason}" in the log`, () => ingest.said().includes(`"reason":"${reason}"`));

test.each([
  ["another device's topic", "gezhi/v1/500103001001001/victim/telemetry"],
  ["$SYS", "$SYS/broker/uptime"],
  ["a wildcard", "gezhi/v1/+/good/telemetry"],
  ["its own commands", "gezhi/v1/500103001001001/good/command"],
  ["an empty topic", ""],
])("publishing to %s ends the connection, keeps nothing and is logged", async (_, topic) => {
  const before = await readings();
  const device = await signedIn("good");
  device.publish({ values: { windGust: 20 } }, { topic }).catch(() => undefined);
  await device.closed();
  expect(await readings()).toBe(before);
  await logged("foreignTopic");
  await stillServes();
});

test("nothing can be subscribed to but one's own commands", async () => {
  const device = await signedIn("good");
  const topics = [
    "#",
    "$SYS/#",
    "gezhi/v1/+/+/telemetry",
    "gezhi/v1/500103001001001/victim/command",
    "$share/x/#",
  ];
  device.send({
    cmd: "subscribe",
    messageId: 9,
    subscriptions: [...topics, "gezhi/v1/500103001001001/good/command"].map((topic) => ({
      topic,
      qos: 1 as const,
    })),
  });
  const answer = await device.answer("suback", 9);
  expect(answer).toMatchObject({ granted: [0x80, 0x80, 0x80, 0x80, 0x80, 1] });
  await logged("subscription");
  device.end();
});

test.each([
  ["a wrong password", { password: Buffer.from("wrong") }],
  ["no password", { password: undefined }],
  ["an unknown name", { username: "nobody" }],
  ["no name", { username: undefined, password: undefined }],
])("%s is refused", async (_, more) => {
  const device = new TestDevice("good", port);
  const given = Object.fromEntries(
    Object.entries({ username: "good", password: Buffer.from(devicePassword), ...more }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  device.send({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    clientId: "x",
    keepalive: 0,
    ...given,
  });
  expect(await device.answer("connack")).toMatchObject({ returnCode: 4 });
  await device.closed();
  await logged("credentials");
});

test("MQTT 5 and what is no MQTT are told so, or cut off", async () => {
  const five = connect(port, "127.0.0.1");
  const said: Buffer[] = [];
  five.on("data", (chunk: Buffer) => said.push(chunk));
  five.write(
    bytesOf({
      cmd: "connect",
      protocolId: "MQTT",
      protocolVersion: 5,
      clean: true,
      clientId: "x",
      keepalive: 0,
    }),
  );
  await new Promise((resolve) => five.once("close", resolve));
  expect(Buffer.concat(said).toString("hex")).toBe("2003008400");
  for (const bytes of ["GET / HTTP/1.1\r\n\r\n", "\u0010\u0000", "\u0000\u0000\u0000"]) {
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    socket.resume();
    socket.write(bytes);
    await new Promise((resolve) => socket.once("close", resolve));
  }
  await stillServes();
});

test("a payload of 50 MB is refused by its header, and costs no memory", async () => {
  const before = memoryOf(ingest.child.pid!);
  const device = await signedIn("good");
  const length = 50 * 1024 * 1024;
  const header = Buffer.from([
    0x32,
    (length & 0x7f) | 0x80,
    ((length >> 7) & 0x7f) | 0x80,
    ((length >> 14) & 0x7f) | 0x80,
    length >> 21,
  ]);
  device.socket.write(header);
  const chunk = Buffer.alloc(1 << 20);
  for (let sent = 0; sent < 50 && !device.socket.destroyed; sent++) {
    if (!device.socket.write(chunk))
      await new Promise((resolve) => device.socket.once("drain", resolve).once("close", resolve));
  }
  await device.closed();
  await logged("oversized");
  expect(memoryOf(ingest.child.pid!) - before).toBeLessThan(40);
  await stillServes();
});

test("who connects and says nothing, or one byte after another, is cut off", async () => {
  const silent = connect(port, "127.0.0.1").on("error", () => undefined);
  const slow = connect(port, "127.0.0.1").on("error", () => undefined);
  const packet = bytesOf({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    clientId: "x".repeat(200),
    keepalive: 0,
  });
  let sent = 0;
  const drip = setInterval(() => {
    if (!slow.destroyed) slow.write(packet.subarray(sent, ++sent));
  }, 500);
  await Promise.all(
    [silent, slow].map(
      (socket) => new Promise((resolve) => socket.resume().once("close", resolve)),
    ),
  );
  clearInterval(drip);
  expect(sent).toBeLessThan(packet.length);
  await logged("connectTimeout");
  await stillServes();
});

test("10,000 connections leave room for a device that behaves", { timeout: 180_000 }, async () => {
  const before = memoryOf(ingest.child.pid!);
  const sockets = Array.from({ length: 10_000 }, () =>
    connect(port, "127.0.0.1").on("error", () => undefined),
  );
  let open = 0;
  let closed = 0;
  for (const socket of sockets) {
    socket.resume();
    socket.once("connect", () => (open += 1));
    socket.once("close", () => (closed += 1));
  }
  await until(
    "strangers beyond the limit are turned away",
    () => closed >= 7_000 && open + closed >= 10_000,
    120,
  );
  await logged("tooMany");
  // A full queue of the kernel keeps a few that the server never gets to see; those are nobody's to cut off.
  await until("those that say nothing are cut off", () => closed >= 9_900, 60);
  for (const socket of sockets) socket.destroy();
  expect(memoryOf(ingest.child.pid!) - before).toBeLessThan(400);
  await stillServes();
});

test("one device has four connections at most; its newest stays", async () => {
  const devices: TestDevice[] = [];
  for (let n = 0; n < 6; n++) {
    const device = new TestDevice("good", port);
    expect(await device.signIn({ clientId: `good-${n}` })).toBe(0);
    devices.push(device);
  }
  await until("the two oldest are gone", () => devices[0]!.isClosed && devices[1]!.isClosed);
  expect(devices.map(({ isClosed }) => isClosed)).toEqual([true, true, false, false, false, false]);
  for (const device of devices) device.end();
});

test("a new password shuts out who came with the old one", async () => {
  const device = await signedIn("victim");
  await owner
    .updateTable("devices")
    .set({ password_hash: "00".repeat(32), updated_at: new Date() })
    .where("code", "=", "victim")
    .execute();
  await device.closed();
  expect(await new TestDevice("victim", port).signIn()).toBe(4);
});

test("a port that is in use is named, with what to do", async () => {
  const { code, said } = await outcome("ingest", { ...settings, PORT: "0" });
  expect(code).toBe(1);
  expect(said).toContain(`Port ${port} is in use`);
  expect(said).toContain("MQTT_PORT");
});
