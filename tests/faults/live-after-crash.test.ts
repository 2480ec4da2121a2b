import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connectAsOwner, type Db } from "../../apps/server/src/platform/database/connect.ts";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../apps/server/src/platform/database/postgres-process.ts";
import { prepareCity } from "./support/city.ts";
import { Person, Screen } from "./support/person.ts";
import {
  freePort,
  newFolder,
  removeFolder,
  start,
  until,
  type Process,
} from "./support/product.ts";
import { aReport, gridPoints, sendUntilAcknowledged } from "./support/reports.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

const folder = newFolder("live-after-crash");
let postgres: EmbeddedPostgres;
let owner: Db;
let api: Process;
let base: string;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres(folder);
  await prepareCity(postgres.url, folder);
  owner = connectAsOwner(postgres.url, 2);
  const port = String(await freePort());
  base = `http://127.0.0.1:${port}`;
  api = await start("api", { DATABASE_URL: postgres.url, DATA_DIR: folder, PORT: port });
});
afterAll(async () => {
  await api?.stop();
  await owner?.destroy();
  await postgres?.stop();
  removeFolder(folder);
});

const connected = async (): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: postgres.url });
  client.on("error", () => undefined);
  await client.connect();
  return client;
};
const numberOf = async (client: pg.Client): Promise<bigint> =>
  BigInt((await client.query<{ n: string }>("select pg_current_xact_id()::text as n")).rows[0]!.n);

/**
 * Notifies, which takes the number of a transaction that writes nothing, and has the fan-out look; until the database dies.
 * Says the last number.
 */
async function burnUntilDeath(): Promise<bigint> {
  const client = await connected();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const dies = performance.now() + 1000;
  let last = 0n;
  try {
    for (;;) {
      await client.query("notify gezhi_live");
      last = await numberOf(client);
      if (performance.now() > dies) process.kill(rows[0]!.pid, "SIGKILL");
    }
  } catch {
    return last;
  }
}

/** The number that the next transaction after the crash gets. */
async function numberAfterwards(): Promise<bigint> {
  let number = 0n;
  await until("the database is back", async () => {
    try {
      const client = await connected();
      number = await numberOf(client);
      await client.end();
      return true;
    } catch {
      return false;
    }
  });
  return number;
}

test("a screen hears what is written after a crash that gives the numbers of transactions again", async () => {
  const centre = await new Person(base).signIn("500103-centre-1");
  const points = await gridPoints(owner, "500103");
  const screen = new Screen(centre);
  await until("the screen listens", () => screen.connections > 0);
  await sendUntilAcknowledged(centre, aReport(0, points, "call"));
  await until("the screen hears", () => screen.heard.length > 0);

  let again = 0n;
  for (let tries = 0; again < 20n && tries < 10; tries += 1) {
    const last = await burnUntilDeath();
    again = last - (await numberAfterwards());
  }
  expect(again).toBeGreaterThanOrEqual(20n);

  await sendUntilAcknowledged(centre, aReport(1, points, "call"));
  const incidents = await owner.selectFrom("incidents").select(["district", "id"]).execute();
  const missed = () => {
    const heard = new Set(screen.heard.map(({ subject }) => subject));
    return incidents.map(({ district, id }) => `${district}-${id}`).filter((id) => !heard.has(id));
  };
  await until("the screen hears of both", () => missed().length === 0, 20).catch(() => undefined);
  expect({ incidents: incidents.length, missed: missed() }).toEqual({ incidents: 2, missed: [] });
  expect(screen.reloads).toBe(0);
  screen.close();
});
