import type { TelemetryFault } from "@gezhi/contract/telemetry.ts";

/** What ingest did since it started: numbers only grow, `/metrics` reads them. */
export type TelemetryCounts = {
  messages: number;
  kept: number;
  commits: number;
  retries: number;
  signals: number;
  faults: Partial<Record<TelemetryFault, number>>;
  /** Of the misuse that closes a connection: reason → count. */
  refused: Record<string, number>;
  /** Now, not since the start. */
  waiting: number;
  connections: number;
  devices: number;
  paused: boolean;
  /** Milliseconds from the oldest waiting row of the last batch to its commit. */
  lagMs: number;
};

export const noCounts = (): TelemetryCounts => ({
  messages: 0,
  kept: 0,
  commits: 0,
  retries: 0,
  signals: 0,
  faults: {},
  refused: {},
  waiting: 0,
  connections: 0,
  devices: 0,
  paused: false,
  lagMs: 0,
});
