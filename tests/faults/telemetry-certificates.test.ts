import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectAsOwner, type Db } from "../../apps/server/src/platform/database/connect.ts";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../apps/server/src/platform/database/postgres-process.ts";
import {
  addDevice,
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

const folder = newFolder("certificates");
const port = await freePort();
let postgres: EmbeddedPostgres;
let owner: Db;
let ingest: Process;
let settings: Record<string, string>;

const openssl = (...args: string[]) =>
  execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const authority = (name: string) =>
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-days",
    "2",
    "-subj",
    `/CN=${name}`,
    "-keyout",
    `${name}.key`,
    "-out",
    `${name}.pem`,
  );

/** A certificate for `subject`, signed by an authority, kept as `name`. */
function certificate(name: string, subject: string, by = "devices", days = "2"): void {
  openssl("req", ...newKey, "-subj", subject, "-keyout", `${name}.key`, "-out", `${name}.csr`);
  openssl(
    "ca",
    "-batch",
    "-config",
    `${by}.cnf`,
    "-days",
    days,
    "-notext",
    "-in",
    `${name}.csr`,
    "-out",
    `${name}.pem`,
  );
}

function openAuthority(name: string): void {
  authority(name);
  writeFileSync(join(folder, `${name}.index`), "");
  writeFileSync(join(folder, `${name}.serial`), "01\n");
  writeFileSync(
    join(folder, `${name}.cnf`),
    `[ca]
default_ca = it
[it]
database = ${name}.index
serial = ${name}.serial
new_certs_dir = .
certificate = ${name}.pem
private_key = ${name}.key
default_md = sha256
default_crl_days = 2
unique_subject = no
policy = any
[any]
commonName = optional
organizationName = optional
`,
  );
}

beforeAll(async () => {
  postgres = await startEmbeddedPostgres(folder);
  await prepareCity(postgres.url, folder);
  owner = connectAsOwner(postgres.url, 2);
  for (const code of ["certified", "victim", "withdrawn", "retired"])
    await addDevice(owner, code, "SE18");
  await sql`update devices set retired_at = now() where code = 'retired'`.execute(owner);
  openAuthority("devices");
  openAuthority("others");
  authority("server");
  for (const code of ["certified", "withdrawn", "retired", "nobody"])
    certificate(code, `/CN=${code}`);
  certificate("nameless", "/O=nameless");
  certificate("foreign", "/CN=certified", "others");
  openssl("ca", "-config", "devices.cnf", "-revoke", "withdrawn.pem");
  openssl("ca", "-config", "devices.cnf", "-gencrl", "-out", "devices.crl");
  settings = {
    DATABASE_URL: postgres.url,
    DATA_DIR: folder,
    PORT: String(await freePort()),
    MQTT_TLS_PORT: String(port),
    MQTT_TLS_CERT: join(folder, "server.pem"),
    MQTT_TLS_KEY: join(folder, "server.key"),
    MQTT_TLS_CLIENT_CA: join(folder, "devices.pem"),
    MQTT_TLS_CRL: join(folder, "devices.crl"),
  };
  ingest = await start("ingest", settings);
});
afterAll(async () => {
  await ingest?.stop();
  await owner?.destroy();
  await postgres?.stop();
  removeFolder(folder);
});

const holding = (code: string, name = code) =>
  new TestDevice(code, port, {
    cert: readFileSync(join(folder, `${name}.pem`)),
    key: readFileSync(join(folder, `${name}.key`)),
  });
const byCertificate = { username: undefined, password: undefined };
const readings = async () =>
  (await sql<{ n: number }>`select count(*)::int as n from readings`.execute(owner)).rows[0]!.n;
const logged = (reason: string) =>
  until(`"${reason}" in the log`, () => ingest.said().includes(`"reason":"${reason}"`));

test.each([
  ["its name and no password", { password: undefined }],
  ["neither name nor password", byCertificate],
])("a device with a certificate signs in with %s and publishes", async (_, more) => {
  const before = await readings();
  const device = holding("certified");
  expect(await device.signIn(more)).toBe(0);
  await device.publish({ values: { windGust: 1 } });
  expect(await readings()).toBe(before + 1);
  device.end();
});

test("beside it a device without one signs in with its password, and not without", async () => {
  const device = new TestDevice("victim", port, {});
  expect(await device.signIn()).toBe(0);
  device.end();
  const other = new TestDevice("victim", port, {});
  expect(await other.signIn({ password: undefined })).toBe(4);
  await other.closed();
});

test("a certificate is for the device it names alone, whatever password comes with it", async () => {
  const device = holding("victim", "certified");
  expect(await device.signIn()).toBe(4);
  await device.closed();
  await logged("certificate");
});

test("it opens no topic of another device", async () => {
  const before = await readings();
  const device = holding("certified");
  expect(await device.signIn(byCertificate)).toBe(0);
  const topic = "gezhi/v1/500103001001001/victim/telemetry";
  device.publish({ values: { windGust: 1 } }, { topic }).catch(() => undefined);
  await device.closed();
  expect(await readings()).toBe(before);
  await logged("foreignTopic");
});

test.each(["retired", "nobody"])("a certificate of %s is refused", async (code) => {
  const device = holding(code);
  expect(await device.signIn(byCertificate)).toBe(4);
  await device.closed();
});

test.each([
  ["of another authority", "foreign", "UNABLE_TO_"],
  ["that was withdrawn", "withdrawn", "CERT_REVOKED"],
  ["that names no device", "nameless", "names no device"],
])("a certificate %s is cut off before it says anything", async (_, name, reason) => {
  const device = holding("certified", name);
  await expect(device.signIn(byCertificate)).rejects.toThrow("closed");
  await until(`"${reason}" in the log`, () => ingest.said().includes(reason));
});

test.each([
  ["an authority without TLS", { MQTT_TLS_PORT: "0" }, "MQTT_TLS_CLIENT_CA needs MQTT_TLS_PORT"],
  [
    "a list without an authority",
    { MQTT_TLS_CLIENT_CA: "" },
    "MQTT_TLS_CRL needs MQTT_TLS_CLIENT_CA",
  ],
])("%s is named before anything starts", async (_, change, words) => {
  const { code, said } = await outcome("ingest", { ...settings, ...change });
  expect(code).not.toBe(0);
  expect(said).toContain(words);
});
