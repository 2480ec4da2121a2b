import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectAsync } from "mqtt";
import { telemetryTopic } from "@gezhi/contract/telemetry.ts";
import {
  addDevice,
  devicePassword,
} from "../../apps/server/src/features/telemetry/telemetry-testing.ts";
import { connectAsOwner, type Db } from "../../apps/server/src/platform/database/connect.ts";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../apps/server/src/platform/database/postgres-process.ts";
import { prepareCity } from "./support/city.ts";
import { mosquittoEnvironment, startMosquitto, type Mosquitto } from "./support/mosquitto.ts";
import { freePort, newFolder, removeFolder, start, until } from "./support/product.ts";

const unit = "500103001001001";
const readerPassword = "a password of the reader";

let folder: string;
let postgres: EmbeddedPostgres;
let owner: Db;
let broker: Mosquitto;
let port: number;
let number: number;

const openssl = (...args: string[]) =>
  execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });

/** An authority of its own, and a certificate of it for this machine alone. */
function makeCertificates(): void {
  openssl(
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=Gezhi test authority",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
  );
  openssl(
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=Another authority",
    "-keyout",
    "other.key",
    "-out",
    "other.pem",
  );
  openssl(
    "req",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-subj",
    "/CN=broker",
    "-addext",
    "subjectAltName=IP:127.0.0.1,DNS:localhost",
    "-keyout",
    "broker.key",
    "-out",
    "broker.csr",
  );
  openssl(
    "x509",
    "-req",
    "-in",
    "broker.csr",
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-days",
    "2",
    "-copy_extensions",
    "copy",
    "-out",
    "broker.pem",
  );
}

beforeAll(async () => {
  folder = newFolder("secure");
  postgres = await startEmbeddedPostgres(folder);
  await prepareCity(postgres.url, folder);
  owner = connectAsOwner(postgres.url, 2);
  number = await addDevice(owner, "TLS-1", "SE18");
  makeCertificates();
  const passwords = join(folder, "passwords");
  for (const [index, [user, password]] of [
    ["gezhi", readerPassword],
    ["TLS-1", devicePassword],
  ].entries())
    execFileSync(
      "mosquitto_passwd",
      [...(index === 0 ? ["-c"] : []), "-b", passwords, user!, password!],
      { env: mosquittoEnvironment, stdio: "pipe" },
    );
  port = await freePort();
  broker = await startMosquitto(folder, port, [
    `listener ${port} 127.0.0.1`,
    `cafile ${join(folder, "ca.pem")}`,
    `certfile ${join(folder, "broker.pem")}`,
    `keyfile ${join(folder, "broker.key")}`,
    "allow_anonymous false",
    `password_file ${passwords}`,
  ]);
});
afterAll(async () => {
  await broker?.stop();
  await owner?.destroy();
  await postgres?.stop();
  removeFolder(folder);
});

const settingsOf = async (more: Record<string, string>) => ({
  DATABASE_URL: postgres.url,
  DATA_DIR: folder,
  PORT: String(await freePort()),
  MQTT_URL: `mqtts://127.0.0.1:${port}`,
  MQTT_USER: "gezhi",
  MQTT_PASSWORD: readerPassword,
  MQTT_CA: join(folder, "ca.pem"),
  MQTT_CLIENT_ID: "gezhi-secure",
  LOG_LEVEL: "warn",
  ...more,
});
const problemOf = async (httpPort: string) =>
  (
    (await (await fetch(`http://127.0.0.1:${httpPort}/readyz`)).json()) as {
      checks: { ingest: string };
    }
  ).checks.ingest;

test.for(["127.0.0.1", "localhost"])(
  "readings come over TLS from %s, with a user and a password, and again after the broker's restart",
  { timeout: 120_000 },
  async (host) => {
    const settings = await settingsOf({
      MQTT_URL: `mqtts://${host}:${port}`,
      // Mosquitto forgets shared subscriptions when it restarts.
      MQTT_SHARED: "0",
    });
    const ingest = await start("ingest", settings);
    try {
      await until(
        "it reads from the broker",
        async () => (await problemOf(settings.PORT)) === "ok",
      );
      const publish = async (windGust: number) => {
        const device = await connectAsync(`mqtts://${host}:${port}`, {
          username: "TLS-1",
          password: devicePassword,
          ca: readFileSync(join(folder, "ca.pem")),
        });
        const at = Date.now();
        const payload = JSON.stringify({ at, values: { windGust } });
        await device.publishAsync(telemetryTopic(unit, "TLS-1"), payload, { qos: 1 });
        await device.endAsync();
        await until("it is kept", async () => {
          const rows = await owner
            .selectFrom("readings")
            .select("values")
            .where("device", "=", number)
            .where("at", "=", new Date(at))
            .execute();
          return rows[0]?.values[0] === windGust;
        });
      };
      await publish(3);
      await broker.restart();
      await publish(4);
      expect(await problemOf(settings.PORT)).toBe("ok");
      expect(ingest.said()).not.toContain("Deprecation");
    } finally {
      await ingest.stop();
    }
  },
);

test.for([
  ["a certificate of another authority", { MQTT_CA: "other.pem" }, /CERT|certificate|signature/i],
  ["a certificate of no known authority", { MQTT_CA: "" }, /CERT|certificate/i],
  ["a wrong password", { MQTT_PASSWORD: "wrong" }, /MQTT_USER and MQTT_PASSWORD/],
  ["no user", { MQTT_USER: "", MQTT_PASSWORD: "" }, /MQTT_USER and MQTT_PASSWORD/],
] as const)(
  "with %s it reads nothing, says so and goes on trying",
  { timeout: 120_000 },
  async ([, wrong, words]) => {
    const settings = await settingsOf({
      ...wrong,
      ...("MQTT_CA" in wrong && wrong.MQTT_CA ? { MQTT_CA: join(folder, wrong.MQTT_CA) } : {}),
    });
    const ingest = await start("ingest", settings);
    try {
      await until("it says why", () => words.test(ingest.said()));
      expect(await problemOf(settings.PORT)).toContain("broker is away");
      expect(ingest.child.exitCode).toBeNull();
      expect(ingest.said()).not.toContain(readerPassword);
    } finally {
      await ingest.stop();
    }
  },
);
