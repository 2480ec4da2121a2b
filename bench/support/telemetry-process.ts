import { loadConfigurationStore } from "../../apps/server/src/features/configuration/configuration-store.ts";
import { DeviceTable } from "../../apps/server/src/features/telemetry/device-table.ts";
import { MqttEndpoint } from "../../apps/server/src/features/telemetry/mqtt-endpoint.ts";
import { MqttSubscriber } from "../../apps/server/src/features/telemetry/mqtt-subscriber.ts";
import { startIngest } from "../../apps/server/src/main/ingest.ts";
import { readConfig } from "../../apps/server/src/platform/config.ts";
import { connectAsApplication } from "../../apps/server/src/platform/database/connect.ts";
import { createLogger } from "../../apps/server/src/platform/log.ts";
import { bareDesk } from "./bare-desk.ts";

/** Ingest as it is, or the bare limit behind the same endpoint: told over IPC which. */
export type Start = { url: string; bare: boolean; settings: Record<string, string> };
export type Told = { kept: number; devices: number; bytes: number; retries: number };

const log = createLogger("warn");

async function run({ url, bare, settings }: Start): Promise<void> {
  const config = readConfig({ LOG_LEVEL: "warn", ...settings });
  const tell = (kept: number, devices: number, retries: number) => {
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    const bytes = heapUsed + external + arrayBuffers;
    process.send?.({ kept, devices, bytes, retries } satisfies Told);
  };
  if (!bare) {
    const ingest = await startIngest(config, url, log);
    // What loading left behind is no device's memory.
    globalThis.gc?.();
    setInterval(() => {
      const { kept, devices, retries } = ingest.counts();
      tell(kept, devices, retries);
    }, 50);
    return;
  }
  const db = connectAsApplication(url, 2);
  const devices = new DeviceTable(db, await loadConfigurationStore(db));
  await devices.load();
  const desk = bareDesk(url, config.INGEST_LANES);
  if (config.MQTT_URL)
    new MqttSubscriber(
      { url: config.MQTT_URL, clientId: "bench", shared: true },
      { desk, devices, log },
    ).start();
  else
    await new MqttEndpoint(
      {
        host: "127.0.0.1",
        port: config.MQTT_PORT ?? 0,
        mostConnections: 10_000,
        connectMs: 10_000,
      },
      { desk, devices, log, now: Date.now },
    ).start();
  setInterval(() => tell(desk.counts.kept, devices.size, 0), 50);
}

process.once("message", (start: Start) => void run(start));
process.once("SIGINT", () => process.exit(0));
