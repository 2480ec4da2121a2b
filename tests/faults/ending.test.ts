import { once } from "node:events";
import { request } from "node:http";
import { existsSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { prepareFolder } from "./support/city.ts";
import { Person, Screen } from "./support/person.ts";
import {
  childrenOf,
  databaseOf,
  freePort,
  isReachable,
  newFolder,
  removeFolder,
  run,
  runProgram,
  runScript,
  start,
  until,
} from "./support/product.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

const folder = newFolder("ending");
const prepared = join(folder, "prepared");

beforeAll(() => prepareFolder(prepared));
afterAll(() => removeFolder(folder));

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const isDatabaseUp = (data: string) => existsSync(join(data, "postgres/postmaster.pid"));

test("Ctrl-C on npm start ends everything well, with live screens and an upload under way", async () => {
  const port = await freePort();
  const settings = { DATA_DIR: prepared, PORT: String(port) };
  // A terminal sends Ctrl-C to every process of the group.
  const started = runScript("scripts/start.mjs", settings, ["setsid"]);
  await until(`Gezhi is ready ${started.said()}`, () => started.said().includes("Gezhi ready:"));
  const person = await new Person(`http://127.0.0.1:${port}`).signIn("500103-centre-1");
  const screens = Array.from({ length: 20 }, () => new Screen(person));
  await until("all screens listen", () => screens.every(({ connections }) => connections > 0));
  const upload = request(`${person.base}/api/files`, {
    method: "POST",
    headers: { "content-type": "multipart/form-data; boundary=x", "content-length": 1_000_000 },
  });
  upload.on("error", () => undefined).write("--x\r\n");
  await once(upload, "socket");
  const server = childrenOf(started.child.pid!, "gezhi.ts");
  const live = server.flatMap((pid) => childrenOf(pid, "live-process"));
  expect(live).toHaveLength(1);

  process.kill(-started.child.pid!, "SIGINT");
  await until("it ends", () => started.child.exitCode !== null, 15);
  for (const screen of screens) screen.close();
  upload.destroy();
  expect(started.child.exitCode).toBe(0);
  expect(started.said()).not.toMatch(/error/i);
  await until("its children end", () => ![...server, ...live].some(isAlive));
  expect(isDatabaseUp(prepared)).toBe(false);
});

test("SIGTERM to npm start, which its shell does not pass on, ends everything well", async () => {
  const settings = { DATA_DIR: prepared, PORT: String(await freePort()) };
  const started = runProgram(["npm", "start"], settings);
  await until(`Gezhi is ready ${started.said()}`, () => started.said().includes("Gezhi ready:"));
  expect(isDatabaseUp(prepared)).toBe(true);
  started.child.kill("SIGTERM");
  // Its output ends with the last process that writes to it.
  await started.ended;
  expect(isDatabaseUp(prepared)).toBe(false);
});

test("a second Ctrl-C does not tear up what the first one is closing", async () => {
  const { child, ended } = await start("all", {
    DATA_DIR: prepared,
    PORT: String(await freePort()),
  });
  child.kill("SIGINT");
  child.kill("SIGINT");
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(isDatabaseUp(prepared)).toBe(false);
});

test("Ctrl-C in the middle of the first start takes the database along", async () => {
  const DATA_DIR = join(folder, "interrupted");
  const started = run("all", { DATA_DIR, PORT: String(await freePort()) });
  await until("the database answers", async () => {
    return existsSync(join(DATA_DIR, "postgres-port")) && isReachable(databaseOf(DATA_DIR));
  });
  // Held up in its migrations, it is surely still starting.
  const client = new pg.Client({ connectionString: databaseOf(DATA_DIR) });
  client.on("error", () => undefined);
  await client.connect();
  await client.query("select pg_advisory_lock(1410)");
  await until("the start waits", async () => {
    const { rows } = await client.query(
      "select from pg_locks where locktype = 'advisory' and not granted",
    );
    return rows.length === 1;
  });
  expect(await started.stop()).toBe(130);
  expect(started.said()).not.toContain("Gezhi ready");
  expect(isDatabaseUp(DATA_DIR)).toBe(false);
});

test("a supervisor's SIGTERM while the cluster is being made leaves nothing running", async () => {
  const DATA_DIR = join(folder, "terminated");
  const { child, ended } = run("prepare", { DATA_DIR });
  await until("it has begun", () => existsSync(DATA_DIR));
  child.kill("SIGTERM");
  expect(await ended).toBe(143);
  expect(isDatabaseUp(DATA_DIR)).toBe(false);
});
