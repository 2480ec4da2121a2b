import { ConfigurationKind } from "@gezhi/contract/configuration.ts";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deriveDemoStaff } from "@gezhi/reference/demo.ts";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { unitsForStaff } from "../../apps/server/src/features/units/unit-queries.ts";
import { connectAsOwner } from "../../apps/server/src/platform/database/connect.ts";
import { migrationFiles } from "../../apps/server/src/platform/database/migrate.ts";
import { accountFor, commandAs } from "../../apps/server/src/platform/database/postgres-account.ts";
import { Person } from "./support/person.ts";
import {
  cutPower,
  databaseOf,
  freePort,
  isReachable,
  newFolder,
  postmasterOf,
  removeFolder,
  run,
  start,
  until,
  type Process,
} from "./support/product.ts";
import { aReport, gridPoints, sendUntilAcknowledged } from "./support/reports.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

// One folder, and every start of it is killed a step further on: what one leaves, the next must cope with.
const folder = newFolder("killed-start");
let settings: Record<string, string>;
let starting: Process | undefined;

beforeAll(async () => {
  settings = { DATA_DIR: folder, PORT: String(await freePort()) };
});
afterAll(async () => {
  if (starting) await cutPower(starting, folder);
  removeFolder(folder);
});

const begin = () => (starting = run("all", settings));

/** Lets the start work on a table step by step until `reached`, then holds it in the middle of the next one. */
async function holdAt(
  table: string,
  reached: (client: pg.Client) => Promise<boolean>,
): Promise<pg.Client> {
  await until("the database answers", async () => {
    if (starting?.child.exitCode !== null) throw new Error(starting?.said());
    return existsSync(join(folder, "postgres-port")) && isReachable(databaseOf(folder));
  });
  const client = new pg.Client({ connectionString: databaseOf(folder) });
  client.on("error", () => undefined);
  await client.connect();
  await until(
    `${table} is there and as wanted`,
    async () => {
      await client.query("begin");
      const there = await client.query(`lock table ${table} in share mode`).then(
        () => reached(client),
        () => false,
      );
      if (!there) await client.query("rollback");
      return there;
    },
    120,
  );
  await until(`the start waits for ${table}`, async () => {
    const { rows } = await client.query(
      "select from pg_locks where relation = $1::regclass and not granted",
      [table],
    );
    return rows.length === 1;
  });
  return client;
}

const countOf = async (client: pg.Client, query: string): Promise<number> =>
  (await client.query<{ n: number }>(`select count(*)::int as n ${query}`)).rows[0]!.n;

test("a start killed while the cluster is made", async () => {
  const { kill } = begin();
  await until("initdb works", () =>
    readdirSync(folder).some(
      (name) => name.startsWith("postgres.new") && existsSync(join(folder, name, "base")),
    ),
  );
  // What it began goes on for a moment beside the next start.
  await kill();
  expect(existsSync(join(folder, "postgres"))).toBe(false);
});

test("a power cut between two migrations", async () => {
  const started = begin();
  const held = await holdAt("migrations", async (client) => {
    return (await countOf(client, "from migrations")) >= 2;
  });
  const applied = await countOf(held, "from migrations");
  expect(applied).toBeLessThan((await migrationFiles()).length);
  await cutPower(started, folder);
});

/** Lives on, and so does the number of its child, which is dead and called like the database. */
const childless = `ln -sf "$(command -v sleep)" "$0/postgres"; "$0/postgres" 0 & echo $!; exec sleep 600`;

test.each([
  ["another process", "echo $$; exec sleep 600", /^\d+ \(sleep\) S/],
  ["nobody, for as long as the dead is not asked for", childless, /^\d+ \(postgres\) Z/],
])("a power cut that leaves the number of the dead database to %s", async (_, script, holds) => {
  const data = join(folder, "postgres");
  const account = await accountFor(data);
  const own = newFolder("number");
  if (account) chownSync(own, account.uid, account.gid);
  const [file, args] = await commandAs(account, "sh", ["-c", script, own]);
  const parent = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [chunk] = (await once(parent.stdout, "data")) as [Buffer];
  const number = Number(chunk.toString());
  await until("the number is held", () => holds.test(readFileSync(`/proc/${number}/stat`, "utf8")));
  const pidFile = join(data, "postmaster.pid");
  const left = readFileSync(pidFile, "utf8").split("\n");
  writeFileSync(pidFile, [String(number), ...left.slice(1)].join("\n"));

  const started = begin();
  await until("the database answers", () => isReachable(databaseOf(folder)));
  expect(postmasterOf(folder)).not.toBe(number);
  parent.kill();
  removeFolder(own);
  await cutPower(started, folder);
});

test("a start killed while the city is written", async () => {
  const { kill } = begin();
  const held = await holdAt("units", async (client) => {
    return (await countOf(client, "from units where level = 'district'")) >= 2;
  });
  expect(await countOf(held, "from units where level = 'city'")).toBe(0);
  await kill();
  await held.end();
});

test("a power cut while the configuration is written", async () => {
  const started = begin();
  const held = await holdAt("configurations", async () => true);
  expect(await countOf(held, "from configurations")).toBe(0);
  await cutPower(started, folder);
});

test("a start killed while the demo staff is appointed", async () => {
  const { kill } = begin();
  const held = await holdAt("appointments", async () => true);
  expect(await countOf(held, "from accounts")).toBe(0);
  await kill();
  await held.end();
});

test(
  "the start after all these is ready, with everything exactly once",
  { timeout: 120_000 },
  async () => {
    starting = await start("all", settings);
    const owner = connectAsOwner(databaseOf(folder));
    const levels = await owner
      .selectFrom("units")
      .select(["level", (of) => of.fn.countAll<number>().as("n")])
      .groupBy("level")
      .execute();
    expect(Object.fromEntries(levels.map(({ level, n }) => [level, n]))).toEqual({
      city: 1,
      district: 38,
      town: 1_031,
      village: 11_270,
      grid: 65_000,
    });
    const staff = deriveDemoStaff({ units: await unitsForStaff(owner) });
    const count = async (table: "accounts" | "appointments" | "configurations" | "migrations") =>
      (await owner.selectFrom(table).selectAll().execute()).length;
    expect({
      accounts: await count("accounts"),
      appointments: await count("appointments"),
      configurations: await count("configurations"),
      migrations: await count("migrations"),
    }).toEqual({
      accounts: staff.people.length,
      appointments: staff.appointments.length,
      configurations: ConfigurationKind.options.length,
      migrations: (await migrationFiles()).length,
    });
    const left = readdirSync(folder).filter((name) => /\.(new|\d+)/.test(name));
    expect(left).toEqual([]);

    const resident = new Person(`http://127.0.0.1:${settings["PORT"]}`);
    const points = await gridPoints(owner, "500103");
    await sendUntilAcknowledged(resident, aReport(0, points, "resident"));
    await owner.destroy();
    expect(await starting.stop()).toBe(0);
    starting = undefined;
  },
);
