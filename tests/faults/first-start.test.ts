import { ConfigurationKind } from "@gezhi/contract/configuration.ts";
import { deriveDemoStaff } from "@gezhi/reference/demo.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unitsForStaff } from "../../apps/server/src/features/units/unit-queries.ts";
import { connectAsOwner, type Db } from "../../apps/server/src/platform/database/connect.ts";
import { migrationFiles } from "../../apps/server/src/platform/database/migrate.ts";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../apps/server/src/platform/database/postgres-process.ts";
import { Person } from "./support/person.ts";
import { freePort, newFolder, removeFolder, run, until, type Process } from "./support/product.ts";

const folder = newFolder("first-start");
let postgres: EmbeddedPostgres;
let owner: Db;
const started: Process[] = [];

beforeAll(async () => {
  postgres = await startEmbeddedPostgres(folder, { settings: ["fsync = off"] });
  owner = connectAsOwner(postgres.url);
});
afterAll(async () => {
  await Promise.all(started.map((process) => process.stop()));
  await owner?.destroy();
  await postgres?.stop();
  removeFolder(folder);
});

const countOf = async (text: string): Promise<number> => {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from ${sql.raw(text)}`.execute(owner);
  return rows[0]!.n;
};

/** The queue of a worker listens on a connection of its own. */
const workers = "pg_stat_activity where query ilike 'listen%jobs:insert%'";

test(
  "processes that start at once on an empty database prepare it once, and all of them run",
  { timeout: 500_000 },
  async () => {
    const port = String(await freePort());
    const settings = { DATABASE_URL: postgres.url, DATA_DIR: folder, PORT: port };
    const commands = ["api", "jobs", "jobs"] as const;
    started.push(...commands.map((command) => run(command, settings)));
    const all = () => started.map(({ said }) => said()).join("\n");
    const alive = () => {
      for (const { child, said } of started)
        if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}:\n${said()}`);
      return true;
    };

    await until("the api is ready", () => alive() && all().includes("Gezhi ready:"), 400);
    await until(
      "both workers look for work",
      async () => alive() && (await countOf(workers)) === 2,
      400,
    );

    const said = (line: string) => all().split(line).length - 1;
    const files = await migrationFiles();
    expect({
      migrated: said(`Database: ${files.length} migrations applied`),
      derived: said("City: deriving"),
      configured: said("Configuration: "),
      staffed: said("invented people appointed"),
      waited: said("Another process prepares this database"),
    }).toEqual({ migrated: 1, derived: 1, configured: 1, staffed: 1, waited: 2 });

    const staff = deriveDemoStaff({ units: await unitsForStaff(owner) });
    expect({
      migrations: await countOf("migrations"),
      grids: await countOf("units where level = 'grid'"),
      units: await countOf("units"),
      boundaries: await countOf("unit_boundaries"),
      accounts: await countOf("accounts"),
      appointments: await countOf("appointments"),
      configurations: await countOf("configurations"),
    }).toEqual({
      migrations: files.length,
      grids: await countOf("(select distinct code from units where level = 'grid') g"),
      units: await countOf("(select distinct code from units) u"),
      boundaries: await countOf("units"),
      accounts: staff.people.length,
      appointments: staff.appointments.length,
      configurations: ConfigurationKind.options.length,
    });
    expect(await countOf("units where level = 'grid'")).toBe(65_000);

    const person = await new Person(`http://127.0.0.1:${port}`).signIn("500103001-dispatcher-1");
    expect((await person.ask("GET", "/api/incidents?list=queue"))?.status).toBe(200);
    expect((await person.ask("GET", "/readyz"))?.body).toMatchObject({ ready: true });
    alive();
  },
);
