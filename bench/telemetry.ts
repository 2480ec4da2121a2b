import { print } from "./support/report.ts";
import { inFolder } from "./support/server.ts";
import {
  freePort,
  gatewaysOf,
  openTelemetryDatabase,
  runLoad,
  startIngestProcess,
  startMosquitto,
  type Gateways,
} from "./support/telemetry.ts";

const devices = 10_000;
const connections = 100;
const window = 200;
const seconds = 8;
const rounds = 3;
const shareOfBare = 0.6;

type Run = { rate: number; p50: number; p99: number; sent: number };

async function once(
  url: string,
  bare: boolean,
  gateways: Gateways,
  broker: number | undefined,
  onlyWarm = false,
): Promise<Run> {
  const port = broker ?? (await freePort());
  const settings: Record<string, string> = broker
    ? { MQTT_URL: `mqtt://127.0.0.1:${broker}`, MQTT_CLIENT_ID: "bench" }
    : { MQTT_PORT: String(port) };
  const ingest = await startIngestProcess({ url, bare, settings });
  try {
    // The first messages find cold code; a steady state is what is compared.
    await runLoad({ port, gateways, window, seconds: onlyWarm ? 1 : 2 });
    const before = await settled(ingest);
    const started = performance.now();
    const { sent, ms, p50, p99 } = await runLoad({ port, gateways, window, seconds });
    // A broker acknowledges before the reader has them: the end is when the last one is committed.
    if (broker)
      while (ingest.told().kept < before + sent)
        await new Promise((resolve) => setTimeout(resolve, 20));
    const whole = broker ? performance.now() - started : ms;
    return { rate: (sent / whole) * 1000, p50, p99, sent };
  } finally {
    await ingest.stop();
  }
}

async function settled(ingest: { told: () => { kept: number } }): Promise<number> {
  for (let last = -1; ;) {
    const { kept } = ingest.told();
    if (kept === last) return kept;
    last = kept;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

const middle = (runs: Run[]): Run =>
  runs.toSorted((a, b) => a.rate - b.rate)[Math.floor(runs.length / 2)]!;

async function measure(
  name: string,
  database: Awaited<ReturnType<typeof openTelemetryDatabase>>,
  gateways: Gateways,
  broker: number | undefined,
): Promise<void> {
  const bare: Run[] = [];
  const judged: Run[] = [];
  for (let round = 0; round < rounds; round++)
    for (const [runs, isBare] of [[bare, true] as const, [judged, false] as const]) {
      await database.emptyReadings();
      runs.push(await once(database.url, isBare, gateways, broker));
    }
  const [limit, one] = [middle(bare), middle(judged)];
  print({
    name,
    value: one.rate,
    unit: "messages/s",
    p50: one.p50,
    p99: one.p99,
    limit: limit.rate,
    n: one.sent,
    note: `ratio at least ${shareOfBare}: three readings each, ${(one.rate * 3).toFixed(0)} readings/s; bare COPY batches ${limit.rate.toFixed(0)}/s; middle of ${rounds} runs each`,
  });
}

await inFolder(async (folder) => {
  const database = await openTelemetryDatabase(folder);
  try {
    await database.addDevices(0, devices, connections);
    const gateways = gatewaysOf(devices, connections);
    await measure("telemetry/embedded", database, gateways, undefined);
    const broker = await freePort();
    const stopBroker = await startMosquitto(folder, broker);
    try {
      await measure("telemetry/mosquitto", database, gateways, broker);
    } finally {
      await stopBroker();
    }
  } finally {
    await database.close();
  }
});
