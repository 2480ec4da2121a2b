import { createHash } from "node:crypto";
import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { deriveCityInBatches } from "@gezhi/reference/city.ts";
import { sql } from "kysely";
import { seedConfiguration } from "../../apps/server/src/features/configuration/configuration-seed.ts";
import { makeReadingPartitions } from "../../apps/server/src/features/telemetry/reading-commands.ts";
import { seedCityBatches } from "../../apps/server/src/features/units/city-seed.ts";
import { connectAsOwner } from "../../apps/server/src/platform/database/connect.ts";
import { migrate } from "../../apps/server/src/platform/database/migrate.ts";
import { startEmbeddedPostgres } from "../../apps/server/src/platform/database/postgres-process.ts";
import type { LoadOrder, LoadResult } from "./mqtt-load.ts";
import type { Start, Told } from "./telemetry-process.ts";

const here = (file: string) => join(import.meta.dirname, file);
export const unit = "500103001001001";
const password = "bench";
const passwordHash = createHash("sha256").update(password).digest("hex");

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

const profile = {
  code: "BN01",
  name: "三项",
  english: "three",
  metrics: [
    { key: "current", name: "剩余电流", unit: "mA", min: 0, max: 100_000 },
    { key: "temperature", name: "温度", unit: "℃", min: -60, max: 1200 },
    { key: "voltage", name: "电压", unit: "V", min: 0, max: 1000 },
  ],
  intervalSeconds: 0,
  retentionDays: 180,
  personal: false,
  mapping: { format: "plain" },
  standard: "",
  source: "",
};
const rule = (code: string, metric: string, levels: object) => ({
  code,
  name: code,
  profile: "BN01",
  metric,
  measure: { kind: "value" },
  operator: ">=",
  levels,
  holdSeconds: 0,
  hysteresis: 0,
  dedupeMinutes: 10,
  confirm: { by: "none", text: "" },
  hours: [],
  quiet: [],
  category: "090201",
  categoryByLevel: {},
  fanOut: [],
  leastPrecision: 0.5,
  enabled: true,
});
const rules = [
  rule("BN01", "current", { yellow: 300, orange: 500, red: 1000 }),
  rule("BN02", "temperature", { yellow: 60, orange: 70, red: 85 }),
  rule("BN03", "voltage", { yellow: 260, orange: 300, red: 380 }),
];

/** Configuration belongs to the city; ingest needs no other unit. */
function* onlyTheCity() {
  for (const batch of deriveCityInBatches()) {
    yield batch;
    return;
  }
}

export type Gateways = LoadOrder["gateways"];

/** A database with configuration, one profile of three metrics and three rules, and so many devices behind gateways. */
export async function openTelemetryDatabase(folder: string) {
  const postgres = await startEmbeddedPostgres(folder);
  await migrate(postgres.url);
  await seedCityBatches(postgres.url, onlyTheCity());
  const owner = connectAsOwner(postgres.url);
  await seedConfiguration(owner);
  await makeReadingPartitions(owner, Date.now());
  await sql`update configurations set content = jsonb_set(content, '{profiles}', content->'profiles' || ${JSON.stringify([profile])}::jsonb) where kind = 'deviceProfiles'`.execute(
    owner,
  );
  await sql`update configurations set content = jsonb_set(content, '{rules}', content->'rules' || ${JSON.stringify(rules)}::jsonb) where kind = 'alarmRules'`.execute(
    owner,
  );
  return {
    url: postgres.url,
    owner,
    /** Devices from one number to another, heard before; every one hangs on one of the gateways. */
    addDevices: async (from: number, to: number, gateways: number) => {
      await sql`
        insert into devices (district, id, code, name, profile, unit, gateway, password_hash, created_at, updated_at)
        select '500103', gen_random_uuid(), 'bench-' || n, '设备' || n, 'BN01', ${unit}, 'bench-' || (n % ${gateways}::int), ${passwordHash}, now() - interval '1 hour', now() - interval '1 hour'
        from generate_series(${from}::int, ${to - 1}::int) as n`.execute(owner);
      await sql`
        insert into device_states (district, device, state, since, last_seen_at, last_at, last_values, faults)
        select district, number, 'online', now() - interval '1 hour', now() - interval '1 minute', now() - interval '1 minute', '{20,25.5,220}', '{}'
        from devices on conflict do nothing`.execute(owner);
      await sql`vacuum analyze devices, device_states`.execute(owner);
    },
    emptyReadings: async () => {
      await sql`truncate readings, rule_states, alarm_signals`.execute(owner);
      await sql`checkpoint`.execute(owner);
    },
    close: async () => {
      await owner.destroy();
      await postgres.stop();
    },
  };
}

export const gatewaysOf = (devices: number, gateways: number): Gateways =>
  Array.from({ length: gateways }, (_, gateway) => ({
    code: `bench-${gateway}`,
    devices: Array.from(
      { length: Math.floor(devices / gateways) },
      (_device, n) => `bench-${gateway + n * gateways}`,
    ),
  }));

export type IngestProcess = {
  told: () => Told;
  pid: number;
  stop: () => Promise<void>;
};

export async function startIngestProcess(start: Start): Promise<IngestProcess> {
  const child = fork(here("telemetry-process.ts"), [], {
    execArgv: ["--expose-gc"],
  });
  let told: Told | undefined;
  const ready = new Promise<void>((resolve, reject) => {
    child.on("message", (message: Told) => {
      told = message;
      resolve();
    });
    child.once("exit", (code) => reject(new Error(`ingest ended with ${code}`)));
  });
  child.send(start);
  await ready;
  return {
    told: () => told!,
    pid: child.pid!,
    stop: async () => {
      child.removeAllListeners("exit");
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

export async function runLoad(order: Omit<LoadOrder, "password" | "unit">): Promise<LoadResult> {
  const child = fork(here("mqtt-load.ts"), [], { execArgv: [] });
  child.send({ ...order, unit, password } satisfies LoadOrder);
  const [result] = (await once(child, "message")) as [LoadResult];
  child.kill();
  return result;
}

/** A real Mosquitto that keeps whatever its reader has not taken yet. */
export async function startMosquitto(folder: string, port: number): Promise<() => Promise<void>> {
  const file = join(folder, "mosquitto.conf");
  writeFileSync(
    file,
    [
      `listener ${port} 127.0.0.1`,
      "allow_anonymous true",
      "max_inflight_messages 0",
      "max_queued_messages 0",
      "max_queued_bytes 0",
      "log_type error",
    ].join("\n"),
  );
  const child: ChildProcess = spawn("mosquitto", ["-c", file], {
    stdio: "ignore",
    env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin` },
  });
  const failed = new Promise<never>((_, reject) =>
    child.once("error", () =>
      reject(new Error("Mosquitto is missing: install the Debian package mosquitto.")),
    ),
  );
  const open = async () => {
    for (;;) {
      const socket = connect(port, "127.0.0.1");
      const isOpen = await new Promise((resolve) => {
        socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      });
      socket.destroy();
      if (isOpen) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await Promise.race([open(), failed]);
  return async () => {
    child.kill();
    await once(child, "exit");
  };
}
