import { fillIncidents } from "./support/fill.ts";
import { aReport, Caller, closedLoop, gridPoints } from "./support/load.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";

const clients = 16;
const warmSeconds = 20;
const windowSeconds = 8;
const windows = 5;
const small = 10_000;
const sizes = [100_000, Number(process.env["BENCH_INCIDENTS"] ?? 1_000_000)];
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

type City = {
  databaseUrl: string;
  load: (seconds: number) => Promise<{ rate: number; samples: number[] }>;
  stop: () => Promise<void>;
};

async function startCity(folder: string): Promise<City> {
  const server = await startServer(folder, { DATABASE_CONNECTIONS: String(clients) });
  const points = await gridPoints(server.databaseUrl, "50");
  const callers = await Promise.all(
    Array.from({ length: clients }, (_, index) =>
      new Caller(server.url).signIn(`${places[index % places.length]}-dispatcher-1`),
    ),
  );
  let n = 0;
  const post = async (caller: number) => {
    const answer = await callers[caller]!.call("POST", "/api/reports", aReport(n++, points));
    if (answer.status !== 201)
      throw new Error(`a report was refused: ${answer.status} ${answer.body}`);
  };
  return {
    databaseUrl: server.databaseUrl,
    load: (seconds) => closedLoop(clients, seconds, post),
    stop: async () => {
      for (const caller of callers) caller.close();
      await server.stop();
    },
  };
}

/** Two cities by turns, so that what else the machine does weighs on both alike. */
async function byTurns(cities: readonly [City, City]) {
  const runs = cities.map(() => ({ sum: 0, samples: [] as number[] }));
  for (let window = 0; window < windows; window++)
    for (const [index, city] of cities.entries()) {
      const { rate, samples } = await city.load(windowSeconds);
      runs[index]!.sum += rate;
      runs[index]!.samples.push(...samples);
    }
  return runs.map(({ sum, samples }) => ({ rate: sum / windows, samples }));
}

// Reports a second where many incidents are, beside a city of ten thousand in the same minutes: at most 15 % fewer.
await inFolder((first) =>
  inFolder(async (second) => {
    const cities = [await startCity(first), await startCity(second)] as const;
    try {
      await fillIncidents(cities[0].databaseUrl, small);
      await cities[0].load(warmSeconds);
      for (const size of sizes) {
        await fillIncidents(cities[1].databaseUrl, size);
        await cities[1].load(warmSeconds);
        const [few, many] = await byTurns(cities);
        print({
          name: `intake-growth/${size}`,
          value: many!.rate,
          unit: "reports/s",
          ...times(many!.samples),
          limit: few!.rate,
          n: many!.samples.length,
          note: `city-wide, ${clients} clients, ${size.toLocaleString("en")} incidents there; ratio at least ${keptShare} of the rate with ${small.toLocaleString("en")}, by turns in ${windows} windows of ${windowSeconds} s`,
        });
      }
    } finally {
      for (const city of cities) await city.stop();
    }
  }),
);
