import { IncidentCounts } from "@gezhi/contract/incident-answers.ts";
import { seededRandom } from "@gezhi/reference/seeded-random.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectAsOwner, type Db } from "../../apps/server/src/platform/database/connect.ts";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../apps/server/src/platform/database/postgres-process.ts";
import { districts, prepareCity } from "./support/city.ts";
import { brokenChains, contradictions, countWaiting, lostReports } from "./support/invariants.ts";
import { Person, Screen } from "./support/person.ts";
import {
  childrenOf,
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
import { aReport, gridPoints, sendUntilAcknowledged, type Sent } from "./support/reports.ts";

const reports = 2_000;
const clients = 8;
/** Another seed kills at other points: FAULT_SEED=anything. */
const seed = process.env["FAULT_SEED"] ?? "1410";

const folder = newFolder("kills");
let postgres: EmbeddedPostgres;
let owner: Db;
let api: Process;
let jobs: Process;
let settings: Record<string, string>;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres(folder);
  await prepareCity(postgres.url, folder);
  owner = connectAsOwner(postgres.url, 4);
  settings = { DATABASE_URL: postgres.url, DATA_DIR: folder, PORT: String(await freePort()) };
  [api, jobs] = [await start("api", settings), run("jobs", settings)];
});
afterAll(async () => {
  await Promise.all([api?.stop(), jobs?.stop()]);
  await owner?.destroy();
  await postgres?.stop();
  removeFolder(folder);
});

const faults = {
  api: async () => {
    await api.kill();
    api = await start("api", settings);
  },
  jobs: async () => {
    await jobs.kill();
    jobs = run("jobs", settings);
  },
  /** Comes back by itself. */
  live: async () => {
    for (const pid of childrenOf(api.child.pid!, "live-process")) process.kill(pid, "SIGKILL");
  },
  /** One connection's process: PostgreSQL takes all others down with it and recovers. */
  connection: async () => {
    const [pid] = childrenOf(postmasterOf(folder), "gezhi postgres");
    if (pid) process.kill(pid, "SIGKILL");
  },
  postgres: async () => {
    process.kill(postmasterOf(folder), "SIGKILL");
    await until("PostgreSQL starts again", async () => {
      await postgres.revive().catch(() => undefined);
      return isReachable(postgres.url);
    });
  },
};
type Fault = keyof typeof faults;

/** Each kind several times, at random points of the run. */
function plan(): { after: number; fault: Fault }[] {
  const random = seededRandom(`faults ${seed}`);
  const wanted: Fault[] = [
    "api",
    "postgres",
    "jobs",
    "live",
    "connection",
    "api",
    "jobs",
    "postgres",
    "live",
    "connection",
    "api",
    "jobs",
  ];
  return wanted
    .map((fault) => ({ fault, after: Math.floor(50 + random() * (reports - 250)) }))
    .toSorted((a, b) => a.after - b.after);
}

test(
  `${reports} reports outlive the death of every process: none lost, none doubled, all counted, timed, chained and told`,
  { timeout: 480_000 },
  async () => {
    const base = `http://127.0.0.1:${settings["PORT"]}`;
    const points = await gridPoints(owner, "5001");
    const staff = await Promise.all(
      [
        "500103001-dispatcher-1",
        "500103012-dispatcher-1",
        "500108102-dispatcher-1",
        "500103-centre-1",
      ].map((name) => new Person(base).signIn(name)),
    );
    const senders = Array.from({ length: clients }, (_, index) => staff[index] ?? new Person(base));
    const centre = staff[3]!;
    const screen = new Screen(centre);
    await until("the screen listens", () => screen.connections > 0);

    const acknowledged: Sent[] = [];
    const open = plan();
    let happening: Promise<void> = Promise.resolve();
    let sent = 0;
    await Promise.all(
      senders.map(async (person, index) => {
        while (sent < reports) {
          const n = sent++;
          acknowledged.push(
            await sendUntilAcknowledged(
              person,
              aReport(n, points, index < staff.length ? "call" : "resident"),
            ),
          );
          const next = open[0];
          if (next && acknowledged.length >= next.after) {
            open.shift();
            happening = happening.then(() => faults[next.fault]());
          }
        }
      }),
    );
    await happening;
    expect({ acknowledged: acknowledged.length, faultsLeft: open.length }).toEqual({
      acknowledged: reports,
      faultsLeft: 0,
    });

    expect(await lostReports(owner, acknowledged)).toEqual([]);
    expect(await contradictions(owner)).toEqual([]);
    expect(await brokenChains(owner)).toEqual([]);

    // What was asked again is answered as the first time.
    const random = seededRandom(`again ${seed}`);
    const again = acknowledged.filter(() => random() < 0.05);
    const answers: unknown[] = [];
    for (const one of again) {
      const answer = await one.ask();
      answers.push({ status: answer?.status, receipt: answer?.body });
    }
    expect(answers).toEqual(again.map(({ receipt }) => ({ status: 200, receipt })));

    // Promise 2, from outside and from the rows.
    const counts = await Promise.all(
      districts.map(async (district) => {
        const person = await new Person(base).signIn(`${district}-centre-1`);
        const counted = await person.ask("GET", `/api/incident-counts?unit=${district}`);
        return IncidentCounts.parse(counted!.body);
      }),
    );
    for (const { open, closed, rejected, merged, reported } of counts)
      expect(open + closed + rejected + merged).toBe(reported);
    const incidents = await owner.selectFrom("incidents").select(["district", "id"]).execute();
    expect(counts.reduce((sum, { reported }) => sum + reported, 0)).toBe(incidents.length);

    // The screen was cut off again and again, and missed nothing of its district.
    const mine = incidents
      .filter(({ district }) => district === "500103")
      .map((key) => `${key.district}-${key.id}`);
    const opened = () =>
      screen.heard.filter(({ act }) => act === "report").map(({ subject }) => subject);
    await until(
      `the screen hears of ${mine.length} incidents`,
      () => new Set(opened()).size >= mine.length,
      20,
    ).catch(() => undefined);
    const heard = opened();
    expect({
      missed: mine.filter((id) => !heard.includes(id)),
      twice: heard.filter((id, at) => heard.indexOf(id) !== at),
      reloads: screen.reloads,
    }).toEqual({ missed: [], twice: [], reloads: 0 });
    screen.close();

    // Those who survive catch up: no clock stays unanswered, no message unsent.
    await until("every due clock rings", async () => (await countWaiting(owner, "rungs")) === 0);
    await until(
      "every message is handed over",
      async () => (await countWaiting(owner, "deliveries")) === 0,
    );
    expect(await contradictions(owner)).toEqual([]);
    expect(await brokenChains(owner)).toEqual([]);
  },
);
