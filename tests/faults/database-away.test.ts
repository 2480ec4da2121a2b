import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { connectAsOwner, type Db } from "../../apps/server/src/platform/database/connect.ts";
import { startEmbeddedPostgres } from "../../apps/server/src/platform/database/postgres-process.ts";
import { districts, prepareCity, prepareFolder } from "./support/city.ts";
import { brokenChains, contradictions, countWaiting, lostReports } from "./support/invariants.ts";
import { Person, Screen, type Answer } from "./support/person.ts";
import {
  databaseOf,
  freePort,
  newFolder,
  postmasterOf,
  removeFolder,
  start,
  until,
  type Process,
} from "./support/product.ts";
import { aReport, gridPoints, sendUntilAcknowledged, type Sent } from "./support/reports.ts";

const awaySeconds = 30;
const folders: string[] = [];
const folderOf = (name: string) => {
  const folder = newFolder(name);
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach(removeFolder));

/** Remembers every answer. */
class Witness extends Person {
  readonly answers: (Answer | null)[] = [];
  override async ask(method: string, path: string, body?: unknown): Promise<Answer | null> {
    const answer = await super.ask(method, path, body);
    this.answers.push(answer);
    return answer;
  }
}

type Away = {
  server: Process;
  base: string;
  owner: Db;
  database: URL;
  /** Takes the database away and returns when it is back. */
  away: () => Promise<void>;
};

/** Reports go on before, during and after; what must hold whatever kind of database it is. */
async function outlives({ server, base, owner, database, away }: Away): Promise<void> {
  const names = ["500103001-dispatcher-1", "500108102-dispatcher-1"];
  const staff = await Promise.all(names.map((name) => new Witness(base).signIn(name)));
  const senders = [...staff, new Witness(base), new Witness(base)];
  const centre = await new Person(base).signIn("500103-centre-1");
  const screen = new Screen(centre);
  await until("the screen listens", () => screen.connections > 0);
  const points = await gridPoints(owner, "5001");

  const acknowledged: Sent[] = [];
  const enough = new AbortController();
  let next = 0;
  const sending = Promise.all(
    senders.map(async (person, index) => {
      while (!enough.signal.aborted) {
        const report = aReport(next++, points, index < staff.length ? "call" : "resident");
        acknowledged.push(await sendUntilAcknowledged(person, report));
      }
    }),
  );
  await until("reports arrive before", () => acknowledged.length >= 40);
  const returned = away();
  let unready: Answer | null = null;
  await until("it says that it is not ready", async () => {
    const answer = await centre.ask("GET", "/readyz");
    if (answer?.status === 503) unready = answer;
    return unready !== null;
  });
  expect(unready).toMatchObject({ body: { ready: false, checks: { migrations: "unknown" } } });
  expect((await centre.ask("GET", "/healthz"))?.status).toBe(200);
  await returned;
  await until("it is ready again", async () => {
    return (await centre.ask("GET", "/readyz"))?.status === 200;
  });
  const before = acknowledged.length;
  await until("reports arrive after", () => acknowledged.length >= before + 40);
  enough.abort();
  await sending;

  // Everybody was answered all the time, and told when to come again.
  const answers = senders.flatMap((person) => person.answers);
  const refusals = answers.filter((answer) => answer?.status !== 200 && answer?.status !== 201);
  expect(refusals.length).toBeGreaterThan(senders.length);
  const kinds = new Set(
    refusals.map((answer) => `${answer?.status} ${answer?.retryAfter} ${answer?.body.detail}`),
  );
  expect(kinds).toContain("503 5 数据库暂时不可用，请稍后重试；您填写的内容不会丢失");
  // A machine that is busy with other tests may say so as well.
  kinds.delete("503 5 系统繁忙，请稍后重试；您填写的内容不会丢失");
  expect(kinds.size).toBe(1);

  expect(await lostReports(owner, acknowledged)).toEqual([]);
  expect(await contradictions(owner)).toEqual([]);
  expect(await brokenChains(owner)).toEqual([]);

  const incidents = await owner.selectFrom("incidents").select(["district", "id"]).execute();
  const mine = incidents
    .filter(({ district }) => district === districts[0])
    .map(({ district, id }) => `${district}-${id}`);
  const heard = () =>
    screen.heard.filter(({ act }) => act === "report").map(({ subject }) => subject);
  await until("the screen hears of every incident", () => {
    const all = new Set(heard());
    return mine.every((id) => all.has(id));
  });
  expect({ twice: heard().filter((id, at, all) => all.indexOf(id) !== at) }).toEqual({ twice: [] });
  expect(screen.reloads).toBe(0);
  screen.close();

  await until("every due clock rings", async () => (await countWaiting(owner, "rungs")) === 0);
  await until("every message goes", async () => (await countWaiting(owner, "deliveries")) === 0);
  await sql`select graphile_worker.add_job('sweep', job_key => 'after')`.execute(owner);
  await until("periodic work goes on", async () => {
    const { rows } = await sql`select from graphile_worker.jobs where key = 'after'`.execute(owner);
    return rows.length === 0;
  });
  expect(await contradictions(owner)).toEqual([]);
  expect(server.child.exitCode).toBe(null);
  expect(server.said()).not.toContain(database.password);
}

test.concurrent(
  `an embedded database that dies again and again for ${awaySeconds} s comes back by itself, and nothing is lost`,
  { timeout: 360_000 },
  async () => {
    const folder = folderOf("embedded");
    await prepareFolder(folder);
    const port = await freePort();
    const server = await start("all", { DATA_DIR: folder, PORT: String(port) });
    const owner = connectAsOwner(databaseOf(folder));
    await outlives({
      server,
      base: `http://127.0.0.1:${port}`,
      owner,
      database: new URL(databaseOf(folder)),
      away: async () => {
        const end = Date.now() + awaySeconds * 1000;
        let killed = 0;
        await until(
          "it was dead long enough",
          () => {
            const pid = pidOf(folder);
            if (pid && pid !== killed) process.kill((killed = pid), "SIGKILL");
            return Date.now() > end;
          },
          awaySeconds * 2,
        );
      },
    });
    await owner.destroy();
    expect(await server.stop()).toBe(0);
  },
);

const pidOf = (folder: string): number | undefined => {
  try {
    return postmasterOf(folder);
  } catch {
    return undefined;
  }
};

test.concurrent(
  `a database elsewhere that is away for ${awaySeconds} s is found again, nothing is lost, and the server ends well without it`,
  { timeout: 360_000 },
  async () => {
    const elsewhere = folderOf("elsewhere");
    const folder = folderOf("external");
    const postgres = await startEmbeddedPostgres(elsewhere);
    await prepareCity(postgres.url, folder);
    const port = await freePort();
    const settings = { DATA_DIR: folder, DATABASE_URL: postgres.url, PORT: String(port) };
    const server = await start("all", settings);
    const owner = connectAsOwner(postgres.url);
    await outlives({
      server,
      base: `http://127.0.0.1:${port}`,
      owner,
      database: new URL(postgres.url),
      away: async () => {
        await postgres.stop();
        const end = Date.now() + awaySeconds * 1000;
        await until("it was away long enough", () => Date.now() > end, awaySeconds * 2);
        await postgres.revive();
      },
    });
    await owner.destroy();
    await postgres.stop();
    await until("it notices", async () => {
      return (await new Person(`http://127.0.0.1:${port}`).ask("GET", "/readyz"))?.status === 503;
    });
    expect(await server.stop()).toBe(0);
  },
);
