import { bareRate, messagesSent, sampleWrites } from "./support/bare.ts";
import {
  aReport,
  around,
  Caller,
  closedLoop,
  gridPoints,
  openLoop,
  type Point,
} from "./support/load.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer, type RunningServer } from "./support/server.ts";

const clients = 16;
const warmSeconds = 8;
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

type Measured = {
  variant: string;
  rate: number;
  samples: number[];
  half: number[];
  writes: Awaited<ReturnType<typeof sampleWrites>>;
};

/** Reports through HTTP to committed, routed incidents: as many as go, then at half of that. */
async function measure(
  server: RunningServer,
  variant: string,
  usernames: readonly string[],
  points: readonly Point[],
): Promise<Measured> {
  const callers = await callersOf(server, usernames);
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
  await closedLoop(clients, warmSeconds, post);
  const since = new Date();
  const { rate, samples } = await closedLoop(clients, seconds, post);
  const writes = await sampleWrites(server.databaseUrl, since, 500);
  await messagesSent(server.databaseUrl);
  const half = await openLoop(rate / 2, seconds, post);
  if (refused) throw new Error(`a report was refused: ${refused}`);
  await messagesSent(server.databaseUrl);
  for (const caller of callers) caller.close();
  return { variant, rate, samples, half, writes };
}

function printMeasured({ variant, rate, samples, half, writes }: Measured, bare: number): void {
  print({
    name: `intake/${variant}`,
    value: rate,
    unit: "reports/s",
    ...times(samples),
    limit: bare,
    n: samples.length,
    note: `ratio at least ${shareOfBare}: bare prepared statements ${bare.toFixed(0)}/s writing the same ${writes.rowsEach.toFixed(1)} rows`,
  });
  const { p50, p99 } = times(half);
  print({
    name: `intake/${variant}-half-load`,
    value: p99,
    unit: "ms",
    p50,
    p99,
    limit: halfLoadP99,
    n: half.length,
    note: `at ${(rate / 2).toFixed(0)} reports/s`,
  });
}

/** A town of the country: where thousands report in a minute there must be room for thousands of matters, else they join. */
const town = "500110007";
const turns = 200;
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

await inFolder(async (folder) => {
  const server = await startServer(folder, { DATABASE_CONNECTIONS: String(clients) });
  try {
    const measured = [
      await measure(
        server,
        "one-town",
        [1, 2, 3].map((number) => `${town}-dispatcher-${number}`),
        around(await gridPoints(server.databaseUrl, town), turns),
      ),
      await measure(
        server,
        "city-wide",
        places.map((place) => `${place}-dispatcher-1`),
        await gridPoints(server.databaseUrl, "50"),
      ),
    ];
    // Last, because the copies that bare statements write lie where reports lie and would be candidates for them.
    for (const one of measured)
      printMeasured(one, await bareRate(server.databaseUrl, one.writes.samples, clients, seconds));
  } finally {
    await server.stop();
  }
});
