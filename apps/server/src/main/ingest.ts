import { readFile } from "node:fs/promises";
import { loadConfigurationStore } from "../features/configuration/configuration-store.ts";
import { createHinter, signalChannel } from "../features/live/live-hint.ts";
import { findDecided, findEnd } from "../features/live/live-queries.ts";
import { DeviceLookup } from "../features/telemetry/device-lookup.ts";
import { DeviceTable } from "../features/telemetry/device-table.ts";
import { DeviceWatch } from "../features/telemetry/device-watch.ts";
import {
  takeBatch,
  type BatchOutcome,
  type GatewayBatch,
} from "../features/telemetry/http-batch.ts";
import { IntakeDesk } from "../features/telemetry/intake-desk.ts";
import { RuleBook } from "../features/telemetry/judge.ts";
import { MqttEndpoint } from "../features/telemetry/mqtt-endpoint.ts";
import { MqttSubscriber } from "../features/telemetry/mqtt-subscriber.ts";
import { makeReadingPartitions } from "../features/telemetry/reading-commands.ts";
import type { TelemetryCounts } from "../features/telemetry/telemetry-counts.ts";
import { mqttClientId, mqttPort, type Config } from "../platform/config.ts";
import { connectAsApplication, type Db } from "../platform/database/connect.ts";
import type { Logger } from "../platform/log.ts";
import { loop } from "./loop.ts";

export type Ingest = {
  /** Ports of MQTT and MQTT over TLS, when they are open. */
  ports: readonly number[];
  counts: () => TelemetryCounts;
  /** What is wrong, in words; undefined: nothing. */
  problem: () => string | undefined;
  batch: (batch: GatewayBatch) => Promise<BatchOutcome>;
  close: () => Promise<void>;
};

export type IngestOptions = {
  /** False: HTTP batches only. */
  mqtt: boolean;
  /** False: readings are stored unjudged; benchmarks measure what judging costs. */
  judges: boolean;
};

/** Everything that takes readings in: devices and rules in memory, brokers, lanes into the database. */
export async function startIngest(
  config: Config,
  url: string,
  log: Logger,
  { mqtt, judges }: IngestOptions = { mqtt: true, judges: true },
): Promise<Ingest> {
  const now = Date.now;
  const db = connectAsApplication(url, 4);
  const closing: (() => unknown)[] = [() => db.destroy()];
  const close = async () => {
    for (const step of closing.toReversed()) await step();
  };
  try {
    const configuration = await loadConfigurationStore(db, now);
    const devices = new DeviceTable(db, configuration);
    const book = new RuleBook(configuration);
    await makeReadingPartitions(db, now());
    const hinter = createHinter(url, log, signalChannel);
    closing.push(() => hinter.close());
    const readConfiguration = alone(await watchConfiguration(db, configuration, devices, book));
    const lookup = new DeviceLookup({
      // Its profile may be as new as the device.
      read: async (codes) => {
        await readConfiguration();
        await devices.look(codes);
      },
      versionOf: (code) => devices.byCode(code)?.changed,
      log,
      now,
    });
    closing.push(() => lookup.close());
    devices.onChanged = (code) => lookup.forget(code);
    const desk = new IntakeDesk({
      url,
      db,
      log,
      book,
      now,
      judges,
      ask: (code) => lookup.ask(code),
      lanes: config.INGEST_LANES,
      onSignals: hinter.hint,
    });
    closing.push(() => desk.close());
    const screens = createHinter(url, log);
    closing.push(() => screens.close());
    const watch = new DeviceWatch({ db, devices, desk, book, log, now, onTold: screens.hint });
    await devices.load();
    watch.forgiveOutage();
    await watch.readStates();

    const stops = [
      loop(log, "devices", 1000, () => devices.refresh()),
      loop(log, "device states", 1000, () => watch.flush()),
      loop(log, "reading partitions", 3_600_000, () => makeReadingPartitions(db, now())),
      loop(log, "configuration", 500, readConfiguration),
      ...(judges
        ? [
            loop(log, "rule states", 250, () => watch.readStates()),
            loop(log, "silence", 1000, () => watch.look()),
          ]
        : []),
    ];
    // A last flush, so that the next start knows what this one saw.
    closing.push(() => watch.flush().catch(() => undefined));
    closing.push(() => Promise.all(stops.map((stop) => stop())));

    const port = mqtt ? mqttPort(config) : 0;
    let ports: number[] = [];
    if (port !== 0 || (mqtt && config.MQTT_TLS_PORT !== 0)) {
      const endpoint = new MqttEndpoint(await endpointSettings(config, port), {
        desk,
        devices,
        log,
        now,
      });
      closing.push(() => endpoint.close());
      ports = await endpoint.start();
    }
    let subscriber: MqttSubscriber | undefined;
    if (mqtt && config.MQTT_URL) {
      subscriber = new MqttSubscriber(
        {
          url: config.MQTT_URL,
          username: config.MQTT_USER,
          password: config.MQTT_PASSWORD,
          clientId: mqttClientId(config),
          shared: config.MQTT_SHARED,
          ca: config.MQTT_CA ? await readFile(config.MQTT_CA) : undefined,
        },
        { desk, devices, log },
      );
      closing.push(() => subscriber?.close());
      subscriber.start();
    }
    return {
      ports,
      counts: () => ({ ...desk.counts, devices: devices.size }),
      problem: () => {
        if (subscriber && !subscriber.isReady) return "the MQTT broker is away";
        return desk.counts.paused ? "readings wait for the database" : undefined;
      },
      batch: (batch) => takeBatch(batch, { desk, devices }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One run after another, each as if nobody else asked. */
function alone(work: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  return () => (last = last.then(work, work));
}

async function endpointSettings(config: Config, port: number) {
  const { MQTT_TLS_CERT: cert, MQTT_TLS_KEY: key } = config;
  const read = (path: string | undefined) => (path ? readFile(path) : undefined);
  return {
    host: config.HOST,
    port,
    mostConnections: config.MQTT_CONNECTIONS,
    connectMs: 10_000,
    ...(config.MQTT_TLS_PORT !== 0 && cert && key
      ? {
          tls: {
            port: config.MQTT_TLS_PORT,
            cert: await readFile(cert),
            key: await readFile(key),
            clientCa: await read(config.MQTT_TLS_CLIENT_CA),
            crl: await read(config.MQTT_TLS_CRL),
          },
        }
      : {}),
  };
}

/** Rules and profiles are copies; versions dated ahead come into force while nobody announces anything. */
async function watchConfiguration(
  db: Db,
  configuration: Awaited<ReturnType<typeof loadConfigurationStore>>,
  devices: DeviceTable,
  book: RuleBook,
): Promise<() => Promise<void>> {
  const everyMs = 30_000;
  let last = await findEnd(db);
  let turnedAt = Date.now();
  return async () => {
    const { rows, end } = await findDecided(db, last, 1000, ["configuration"]);
    if (rows.length > 0) await configuration.reload();
    // Only then: what could not be read is looked for again.
    last = end;
    if (rows.length === 0 && Date.now() - turnedAt < everyMs) return;
    turnedAt = Date.now();
    devices.forgetProfiles();
    book.turn();
  };
}
