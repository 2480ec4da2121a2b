import { fillIncidents } from "./support/fill.ts";
import { aReport, Caller, closedLoop, gridPoints } from "./support/load.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";

const clients = 16;
const warmSeconds = 10;
const seconds = 15;
const sizes = [10_000, 100_000, Number(process.env["BENCH_INCIDENTS"] ?? 1_000_000)];
const places = [
  "500103001",
  "500108102",
  "500120104",
  "500102007",
  "500116116",
  "500110007",
  "500107003",
  "500153002",
];
const keptShare = 0.85;

// Reports a second with more and more incidents already there; the rate at the largest must stay within 15 % of that at the smallest.
await inFolder(async (folder) => {
  const server = await startServer(folder, { DATABASE_CONNECTIONS: String(clients) });
  try {
    const points = await gridPoints(server.databaseUrl, "50");
    const callers = await Promise.all(
      Array.from({ length: clients }, (_, index) =>
        new Caller(server.url).signIn(`${places[index % places.length]}-dispatcher-1`),
      ),
    );
    let n = 0;
    let refused = "";
    const post = async (caller: number) => {
      const answer = await callers[caller]!.call("POST", "/api/reports", aReport(n++, points));
      if (answer.status !== 201) refused = `${answer.status} ${answer.body}`;
    };
    await closedLoop(clients, warmSeconds, post);
    let first: number | undefined;
    for (const size of sizes) {
      await fillIncidents(server.databaseUrl, size);
      await closedLoop(clients, 4, post);
      const { rate, samples } = await closedLoop(clients, seconds, post);
      if (refused) throw new Error(`a report was refused: ${refused}`);
      first ??= rate;
      const limit = keptShare * first;
      print({
        name: `intake-growth/${size}`,
        value: rate,
        unit: "reports/s",
        ...times(samples),
        limit,
        ratio: limit / rate,
        n: samples.length,
        note: `city-wide, ${clients} clients, ${size.toLocaleString("en")} incidents there; ${(rate / first).toFixed(2)} of the first`,
      });
    }
    for (const caller of callers) caller.close();
  } finally {
    await server.stop();
  }
});
