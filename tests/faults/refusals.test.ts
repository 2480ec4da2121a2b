import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { aPhoto } from "../../apps/server/src/features/files/file-testing.ts";
import { asOrdinary, giveToOrdinary } from "./support/account.ts";
import { prepareFolder } from "./support/city.ts";
import { Person } from "./support/person.ts";
import {
  freePort,
  newFolder,
  outcome,
  removeFolder,
  start,
  until,
  type Process,
} from "./support/product.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

const folder = newFolder("refusals");
const data = join(folder, "data");
let ordinary: string[];

beforeAll(async () => {
  chmodSync(folder, 0o755);
  ordinary = await asOrdinary();
  await prepareFolder(data);
});
afterAll(() => removeFolder(folder));

const told = (said: string) => ({ code: 1, said: expect.stringContaining(said) });

test("wrong settings end the start with all that is wrong at once", async () => {
  const { code, said } = await outcome("all", {
    DATA_DIR: folder,
    PORT: "99999",
    GEZHI_DEMO: "perhaps",
    SECRET_KEY: "short",
  });
  expect(code).toBe(1);
  for (const name of ["PORT", "GEZHI_DEMO", "SECRET_KEY"]) expect(said).toContain(name);
});

test("half of the single sign-on settings is refused with what is missing", async () => {
  const ended = await outcome("all", { DATA_DIR: folder, OIDC_ISSUER: "https://id.example.test" });
  expect(ended).toEqual(told("OIDC_CLIENT_SECRET"));
});

test("a data folder that cannot be made is named, with what to do", async () => {
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  const { code, said } = await outcome("all", { DATA_DIR: join(file, "data") });
  expect(code).toBe(1);
  expect(said).toMatch(/^The data folder .*a-file\/data cannot be written: .* set DATA_DIR/);
});

test("a data folder that may only be read is named, with what to do, whoever owns it", async () => {
  const own = join(folder, "read-only");
  mkdirSync(own);
  giveToOrdinary(own);
  chmodSync(own, 0o555);
  for (const DATA_DIR of [own, "/", "/gezhi"]) {
    const { code, said } = await outcome("all", { DATA_DIR }, ordinary);
    expect({ code, said }).toEqual({
      code: 1,
      said: `The data folder ${DATA_DIR} cannot be written: give this account the right to write there, or set DATA_DIR to another folder.\n`,
    });
  }
});

test("a database of another account is neither started nor touched", async () => {
  const DATA_DIR = join(folder, "of-another");
  mkdirSync(DATA_DIR);
  giveToOrdinary(DATA_DIR);
  symlinkSync("/", join(DATA_DIR, "postgres"));
  const ended = await outcome("all", { DATA_DIR }, ordinary);
  expect(ended).toEqual(told("belongs to another account (number 0): start Gezhi as that account"));
  expect(existsSync(join(DATA_DIR, "postgres"))).toBe(true);
});

test("a folder where the database should be is not emptied for it", async () => {
  const DATA_DIR = join(folder, "not-empty");
  mkdirSync(join(DATA_DIR, "postgres"), { recursive: true });
  writeFileSync(join(DATA_DIR, "postgres/precious"), "");
  giveToOrdinary(DATA_DIR);
  const ended = await outcome("all", { DATA_DIR }, ordinary);
  expect(ended).toEqual(told("holds files but no PostgreSQL: move it away"));
  expect(existsSync(join(DATA_DIR, "postgres/precious"))).toBe(true);
});

test("a port in use is said before the long first start, and no database is left running", async () => {
  const other = createServer();
  await once(other.listen(0, "127.0.0.1"), "listening");
  const PORT = String((other.address() as AddressInfo).port);
  const DATA_DIR = join(folder, "port-in-use");
  const { code, said } = await outcome("all", { DATA_DIR, PORT });
  other.close();
  expect({ code, said }).toEqual({
    code: 1,
    said: `Port ${PORT} is in use: stop the program that uses it, or set PORT to a free one.\n`,
  });
  expect(existsSync(join(DATA_DIR, "postgres/PG_VERSION"))).toBe(true);
  expect(existsSync(join(DATA_DIR, "postgres/postmaster.pid"))).toBe(false);
});

test("an address that is not this machine's is named", async () => {
  const ended = await outcome("all", { DATA_DIR: data, PORT: "0", HOST: "192.0.2.1" });
  expect(ended).toEqual(told("192.0.2.1 is no address of this machine: set HOST"));
});

test("a database that does not answer ends the start with its reason", async () => {
  const port = await freePort();
  const ended = await outcome("all", {
    DATA_DIR: folder,
    DATABASE_URL: `postgres://gezhi:x@127.0.0.1:${port}/gezhi`,
  });
  expect(ended).toEqual(told(`The database at 127.0.0.1:${port} cannot be reached`));
  expect(ended).toEqual(told("ECONNREFUSED"));
  expect(ended).toEqual(told("DATABASE_URL"));
});

test("an ordinary account serves its own folder; a second server on it is refused and harms nothing", async () => {
  giveToOrdinary(data);
  const port = String(await freePort());
  const server: Process = await start("all", { DATA_DIR: data, PORT: port }, ordinary);
  const resident = new Person(`http://127.0.0.1:${port}`);
  const another = { DATA_DIR: data, PORT: String(await freePort()) };

  for (const command of ["all", "prepare"] as const)
    expect(await outcome(command, another, ordinary)).toEqual(
      told(`Another Gezhi runs on the data folder ${data}: stop it, or set DATA_DIR`),
    );
  expect((await resident.ask("GET", "/readyz"))?.status).toBe(200);

  // The files alone are out of reach: words still go, and photos go again without a restart.
  const upload = async (tint: number) =>
    resident.upload("/api/files", "photo.jpg", "image/jpeg", await aPhoto(undefined, tint));
  expect((await upload(1)).status).toBe(201);
  chmodSync(join(data, "files/drafts"), 0o555);
  const refused = await upload(2);
  expect(refused).toMatchObject({ status: 503, retryAfter: "60" });
  expect(refused.body.detail).toMatch(/文件目录不可写.*请联系管理员.*文字可以先上报/);
  await until("the log says why", () => server.said().includes("EACCES: permission denied"));
  chmodSync(join(data, "files/drafts"), 0o755);
  expect((await upload(2)).status).toBe(201);
  expect(await server.stop()).toBe(0);

  // Root, too, runs the database as the account that owns it.
  const again = await start("all", { DATA_DIR: data, PORT: port });
  expect(await again.stop()).toBe(0);
});
