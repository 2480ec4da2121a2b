import pg from "pg";
import { fillIncidents } from "./support/fill.ts";
import { fillDevicesAndPlaces } from "./support/fill-places.ts";
import { Caller, openLoop } from "./support/load.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";

const incidents = Number(process.env["BENCH_INCIDENTS"] ?? 1_000_000);
const things = Number(process.env["BENCH_THINGS"] ?? 100_000);
const rate = 20;
const seconds = Number(process.env["BENCH_SECONDS"] ?? 12);
const limit = 100;

/** What people type, whole and half way: each set is asked in turn. */
const questions = {
  units: ["渝中区", "yzq", "七星岗", "qxg", "500103012", "社区", "z"],
  things: ["烟感", "BD-4711", "BP-0815", "实验小学", "syxx", "三号消火栓", "xhs", "农贸", "学"],
  staff: ["李", "王予", "lyz", "调度"],
  incidents: ["井盖", "B4200", "路面问题", "某路30号", "消防通道"],
} as const;

/** Who sees most: a district's centre, a town's desk, and somebody appointed for the whole city. */
const people = ["500103-centre-1", "500103012-dispatcher-1", "50-operator"] as const;

async function appointForCity(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "insert into appointments (id, account, unit, role, valid_from) select gen_random_uuid(), id, '50', 'supervisor', current_date - 1 from accounts where username = '50-operator'",
  );
  await client.end();
}

// One box over everything, at 20 requests a second.
await inFolder(async (folder) => {
  const server = await startServer(folder);
  try {
    await fillIncidents(server.databaseUrl, incidents);
    await fillDevicesAndPlaces(server.databaseUrl, things);
    await appointForCity(server.databaseUrl);
    for (const username of people)
      for (const [name, asked] of Object.entries(questions)) {
        const caller = await new Caller(server.url).signIn(username);
        const ask = async (n: number) => {
          const path = `/api/search?q=${encodeURIComponent(asked[n % asked.length]!)}`;
          const answer = await caller.call("GET", path);
          if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
        };
        await openLoop(rate, 2, ask);
        const samples = await openLoop(rate, seconds, ask);
        caller.close();
        const { p50, p99 } = times(samples);
        print({
          name: `search/${name}/${username}`,
          value: p99,
          unit: "ms",
          p50,
          p99,
          limit,
          n: samples.length,
          note: `${incidents.toLocaleString("en")} incidents, ${things.toLocaleString("en")} devices and as many places, ${rate} requests/s`,
        });
      }
  } finally {
    await server.stop();
  }
});
