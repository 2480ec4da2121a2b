import pg from "pg";
import { fillIncidents } from "./support/fill.ts";
import { Caller, openLoop } from "./support/load.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";

const total = Number(process.env["BENCH_INCIDENTS"] ?? 1_000_000);
const rate = 20;
const seconds = 15;
const limit = 50;

const manhole = encodeURIComponent("井盖");
const lists = [
  ["queue", "500103012-dispatcher-1", "/api/incidents?list=queue&limit=50"],
  ["post", "500103012-MS09-a", "/api/work-orders?list=inbox&limit=50"],
  ["search-words", "500103-centre-1", `/api/incidents?list=all&limit=50&q=${manhole}`],
  ["search-number", "500103-centre-1", "/api/incidents?list=all&limit=50&q=B4200"],
  ["city-search", "50-operator", `/api/incidents?list=all&limit=50&q=${manhole}`],
  ["city-search-open", "50-operator", `/api/incidents?list=all&open=true&limit=50&q=${manhole}`],
  ["city-open", "50-operator", "/api/incidents?list=all&open=true&limit=50"],
  ["city-counts", "50-operator", "/api/incident-counts?unit=50"],
] as const;

/** Who looks after the whole city: no demo account sees the records of more than a district. */
async function appointForCity(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "insert into appointments (id, account, unit, role, valid_from) select gen_random_uuid(), id, '50', 'supervisor', current_date - 1 from accounts where username = '50-operator'",
  );
  await client.end();
}

// First pages at 20 requests a second, one in ten incidents open.
await inFolder(async (folder) => {
  const server = await startServer(folder);
  try {
    await fillIncidents(server.databaseUrl, total);
    await appointForCity(server.databaseUrl);
    for (const [name, username, path] of lists) {
      const caller = await new Caller(server.url).signIn(username);
      const ask = async () => {
        const answer = await caller.call("GET", path);
        if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
      };
      await openLoop(rate, 3, ask);
      const samples = await openLoop(rate, seconds, ask);
      caller.close();
      const { p50, p99 } = times(samples);
      print({
        name: `inbox/${name}`,
        value: p99,
        unit: "ms",
        p50,
        p99,
        limit,
        n: samples.length,
        note: `${total.toLocaleString("en")} incidents, one in ten open, ${rate} requests/s`,
      });
    }
  } finally {
    await server.stop();
  }
});
