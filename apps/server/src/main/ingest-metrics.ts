import { Counter, Gauge, type Registry } from "prom-client";
import type { TelemetryCounts } from "../features/telemetry/telemetry-counts.ts";

/** What ingest says of itself, as metrics: read when they are asked for. */
export function observeIngest(registry: Registry, counts: () => TelemetryCounts): void {
  const registers = [registry];
  const total = (name: string, help: string, value: (now: TelemetryCounts) => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value(counts()));
      },
    });
  const now = (name: string, help: string, value: (now: TelemetryCounts) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value(counts()));
      },
    });
  const byLabel = (
    name: string,
    help: string,
    label: string,
    values: (now: TelemetryCounts) => Partial<Record<string, number>>,
  ) =>
    new Counter({
      name,
      help,
      labelNames: [label],
      registers,
      collect() {
        this.reset();
        for (const [key, value] of Object.entries(values(counts())))
          this.inc({ [label]: key }, value ?? 0);
      },
    });
  total("gezhi_telemetry_messages_total", "Messages of devices", (one) => one.messages);
  total("gezhi_telemetry_kept_total", "Readings committed", (one) => one.kept);
  total("gezhi_telemetry_commits_total", "Transactions of readings", (one) => one.commits);
  total("gezhi_telemetry_retries_total", "Transactions tried again", (one) => one.retries);
  total("gezhi_telemetry_signals_total", "Decisions of rules", (one) => one.signals);
  byLabel("gezhi_telemetry_faults_total", "Messages with a fault", "fault", (one) => one.faults);
  byLabel("gezhi_mqtt_refused_total", "Refused at MQTT, by reason", "reason", (one) => one.refused);
  now("gezhi_telemetry_waiting", "Readings that wait for their commit", (one) => one.waiting);
  now("gezhi_telemetry_lag_seconds", "From batch to commit, last batch", (one) => one.lagMs / 1000);
  now("gezhi_mqtt_connections", "Connections of devices", (one) => one.connections);
  now("gezhi_devices", "Devices in memory of ingest", (one) => one.devices);
}
