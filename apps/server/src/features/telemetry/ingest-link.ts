import { fork, type ChildProcess } from "node:child_process";
import type { Config } from "../../platform/config.ts";
import type { Logger } from "../../platform/log.ts";
import type { BatchOutcome, GatewayBatch } from "./http-batch.ts";
import { noCounts, type TelemetryCounts } from "./telemetry-counts.ts";

export type IngestOrder = {
  config: Config;
  url: string;
  options: { mqtt: boolean; judges: boolean };
};
export type ToIngest = { id: number; batch: GatewayBatch };
type State = { counts: TelemetryCounts; problem: string | null };
export type FromIngest =
  | ({ ready: true; ports: readonly number[] } & State)
  | State
  | { failed: string }
  | { id: number; outcome: BatchOutcome };

export type IngestLink = {
  batch: (batch: GatewayBatch) => Promise<BatchOutcome>;
  counts: () => TelemetryCounts;
  /** undefined: it runs and is in order, or was not asked for yet. */
  problem: () => string | undefined;
  ports: () => readonly number[];
  process: () => number | undefined;
  close: () => Promise<void>;
};

const silenceMs = 60_000;
const restartMs = { first: 200, most: 10_000 };
/** A batch that is not committed by then is answered "later"; sending it again stores it once. */
const batchMs = 25_000;

/**
 * Keeps an ingest process running. With `lazy` it starts with the first batch: a process that only answers requests
 * needs no devices in memory until a gateway speaks to it. Throws when the first start fails.
 */
export async function startIngestLink(
  entry: string,
  order: IngestOrder,
  log: Logger,
  { lazy }: { lazy: boolean },
): Promise<IngestLink> {
  let child: ChildProcess | undefined;
  let ready: Promise<void> | undefined;
  let state: State = { counts: noCounts(), problem: null };
  let ports: readonly number[] = [];
  let running = false;
  let closed = false;
  let restartAfter = restartMs.first;
  let restart: NodeJS.Timeout | undefined;
  let lastId = 0;
  const waiting = new Map<number, (outcome: BatchOutcome) => void>();

  const start = () =>
    (ready = new Promise<void>((resolve, reject) => {
      const started = fork(entry, [], {
        stdio: ["ignore", "inherit", "inherit", "ipc"],
        execArgv: [],
      });
      child = started;
      let failure = "the ingest process ended";
      const stuck = setTimeout(() => started.kill("SIGKILL"), silenceMs);
      started.on("message", (told: FromIngest) => {
        stuck.refresh();
        if ("id" in told) {
          waiting.get(told.id)?.(told.outcome);
          waiting.delete(told.id);
        } else if ("failed" in told) failure = told.failed;
        else {
          state = told;
          if (!("ready" in told)) return;
          ({ ports } = told);
          running = true;
          restartAfter = restartMs.first;
          resolve();
        }
      });
      started.on("error", (error) => log.error({ err: error }, "the ingest process has a problem"));
      started.once("exit", (code) => {
        clearTimeout(stuck);
        running = false;
        for (const answer of waiting.values()) answer({ failed: "busy" });
        waiting.clear();
        reject(new Error(failure));
        if (closed) return;
        log.error({ code, failure }, "the ingest process ended; starting it again, devices resend");
        restart = setTimeout(() => void start().catch(() => undefined), restartAfter);
        restartAfter = Math.min(restartAfter * 2, restartMs.most);
      });
      // The address carries the database's password, so it is no argument that others could list.
      started.send(order);
    }));

  const close = async () => {
    closed = true;
    clearTimeout(restart);
    const ending = child;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    const patience = setTimeout(() => ending.kill("SIGKILL"), 8_000);
    if (ending.connected) ending.disconnect();
    else ending.kill("SIGKILL");
    await ended;
    clearTimeout(patience);
  };

  if (!lazy)
    await start().catch(async (error: unknown) => {
      await close();
      throw error;
    });

  return {
    batch: async (batch) => {
      await (ready ?? start()).catch(() => undefined);
      if (!running || !child?.connected) return { failed: "busy" };
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        const late = setTimeout(() => {
          waiting.delete(id);
          resolve({ failed: "busy" });
        }, batchMs);
        waiting.set(id, (outcome) => {
          clearTimeout(late);
          resolve(outcome);
        });
        child?.send({ id, batch } satisfies ToIngest);
      });
    },
    counts: () => state.counts,
    problem: () => {
      if (lazy && !child) return undefined;
      return running ? (state.problem ?? undefined) : "the ingest process does not run";
    },
    ports: () => ports,
    process: () => child?.pid,
    close,
  };
}
