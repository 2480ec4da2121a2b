import { print } from "./support/report.ts";
import { inFolder } from "./support/server.ts";
import {
  freePort,
  gatewaysOf,
  openTelemetryDatabase,
  runLoad,
  startIngestProcess,
} from "./support/telemetry.ts";

const sizes = [10_000, 100_000, 500_000];
const connections = 100;
const window = 200;
const seconds = 8;
const rounds = 3;
const flatWithin = 0.2;
const mostBytes = 1024;

await inFolder(async (folder) => {
  const database = await openTelemetryDatabase(folder);
  try {
    await database.addDevices(0, connections, connections);
    const empty = await startIngestProcess({
      url: database.url,
      bare: false,
      settings: { MQTT_PORT: String(await freePort()) },
    });
    const base = empty.told().bytes;
    await empty.stop();
    const rates: number[] = [];
    let known = connections;
    for (const size of sizes) {
      await database.addDevices(known, size, connections);
      known = size;
      const gateways = gatewaysOf(size, connections);
      const runs: number[] = [];
      let perDevice = 0;
      for (let round = 0; round < rounds; round++) {
        await database.emptyReadings();
        const port = await freePort();
        const ingest = await startIngestProcess({
          url: database.url,
          bare: false,
          settings: { MQTT_PORT: String(port) },
        });
        try {
          perDevice = (ingest.told().bytes - base) / size;
          // Long enough that most devices of the largest size have spoken once.
          await runLoad({ port, gateways, window, seconds: 3 });
          const { sent, ms } = await runLoad({ port, gateways, window, seconds });
          runs.push((sent / ms) * 1000);
        } finally {
          await ingest.stop();
        }
      }
      const rate = runs.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!;
      rates.push(rate);
      print({
        name: `telemetry-growth/${size}`,
        value: rate,
        unit: "messages/s",
        p50: null,
        p99: null,
        limit: rates[0]!,
        n: rounds,
        note: `ratio at least ${1 - flatWithin} of the rate with ${sizes[0]} devices; middle of ${rounds} runs`,
      });
      print({
        name: `telemetry-growth/${size}-memory`,
        value: perDevice,
        unit: "bytes/device",
        p50: null,
        p99: null,
        limit: mostBytes,
        n: size,
        note: "heap and buffers of ingest after loading, less those with a hundred devices",
      });
    }
  } finally {
    await database.close();
  }
});
