import { print } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";

// First start: empty folder to "Gezhi ready" with the whole city; later start: the same folder again. Packages are installed and the web is built.
await inFolder(async (folder) => {
  const first = await startServer(folder);
  await first.stop();
  print({
    name: "start/first",
    value: first.startedInMs / 1000,
    unit: "s",
    p50: null,
    p99: null,
    limit: 90,
    n: 1,
    note: "empty folder, embedded database, whole city, demo staff",
  });
  const later: number[] = [];
  for (let run = 0; run < 3; run++) {
    const server = await startServer(folder);
    later.push(server.startedInMs / 1000);
    await server.stop();
  }
  const slowest = Math.max(...later);
  print({
    name: "start/later",
    value: slowest,
    unit: "s",
    p50: later.toSorted((a, b) => a - b)[1] ?? null,
    p99: slowest,
    limit: 6,
    n: later.length,
    note: "the slowest of three",
  });
});
