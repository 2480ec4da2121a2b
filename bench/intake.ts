import { bareRate, messagesSent, sampleWrites } from "./support/bare.ts";
import { aReport, Caller, closedLoop, gridPoints, openLoop, type Point } from "./support/load.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer, type RunningServer } from "./support/server.ts";

const clients = 16;
const seconds = 12;
const shareOfBare = 0.4;
const halfLoadP99 = 40;

async function callersOf(server: RunningServer, usernames: readonly string[]): Promise<Caller[]> {
  return Promise.all(
    Array.from({ length: clients }, (_, index) =>
      new Caller(server.url).signIn(usernames[index % usernames.length]!),
    ),
  );
}

/**
 * Reports through HTTP to committed, routed incidents: as many as go, then at half of that, then the same rows written
 * by bare statements. Bare comes last, because its copies lie where the reports lie and would be candidates for them.
 */
async function measure(
  server: RunningServer,
  variant: string,
  callers: readonly Caller[],
  points: readonly Point[],
): Promise<void> {
  let n = 0;
  let refused = "";
  const post = async (caller: number) => {
    const answer = await callers[caller % clients]!.call(
      "POST",
      "/api/reports",
      aReport(n++, points),
    );
    if (answer.status !== 201) refused = `${answer.status} ${answer.body}`;
  };
  await closedLoop(clients, 3, post);
  const since = new Date();
  const { rate, samples } = await closedLoop(clients, seconds, post);
  const { samples: writes, rowsEach } = await sampleWrites(server.databaseUrl, since, 500);
  await messagesSent(server.databaseUrl);
  const half = await openLoop(rate / 2, seconds, (number) => post(number));
  if (refused) throw new Error(`a report was refused: ${refused}`);
  await messagesSent(server.databaseUrl);
  const bare = await bareRate(server.databaseUrl, writes, clients, seconds);
  const limit = shareOfBare * bare;
  print({
    name: `intake/${variant}`,
    value: rate,
    unit: "reports/s",
    ...times(samples),
    limit,
    ratio: limit / rate,
    n: samples.length,
    note: `bare prepared statements ${bare.toFixed(0)}/s writing the same ${rowsEach.toFixed(1)} rows; ${(rate / bare).toFixed(2)} of it`,
  });
  const { p50, p99 } = times(half);
  print({
    name: `intake/${variant}-half-load`,
    value: p99,
    unit: "ms",
    p50,
    p99,
    limit: halfLoadP99,
    ratio: p99 / halfLoadP99,
    n: half.length,
    note: `at ${(rate / 2).toFixed(0)} reports/s`,
  });
}

await inFolder(async (folder) => {
  const server = await startServer(folder, { DATABASE_CONNECTIONS: String(clients) });
  try {
    const town = "500103012";
    const townCallers = await callersOf(
      server,
      [1, 2, 3].map((number) => `${town}-dispatcher-${number}`),
    );
    await measure(server, "one-town", townCallers, await gridPoints(server.databaseUrl, town));
    for (const caller of townCallers) caller.close();
    const cityCallers = await callersOf(
      server,
      [
        "500103001",
        "500108102",
        "500120104",
        "500102007",
        "500116116",
        "500110007",
        "500107003",
        "500153002",
      ].map((place) => `${place}-dispatcher-1`),
    );
    await measure(server, "city-wide", cityCallers, await gridPoints(server.databaseUrl, "50"));
    for (const caller of cityCallers) caller.close();
  } finally {
    await server.stop();
  }
});
