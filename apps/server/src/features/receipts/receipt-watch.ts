import { reportId, type Key } from "@gezhi/contract/ids.ts";
import { read } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { listPulses } from "./receipt-queries.ts";

type Watcher = { report: Key; last: string | undefined; changed: () => void };

const everyMs = 1_000;

/**
 * Tells open receipts that something changed. One question a second asks for all of them together, and none is asked
 * while nobody looks: receipts are held by strangers, whom the live stream of staff must not serve.
 */
export type ReceiptWatch = {
  /** Calls back from this moment on until the returned function is called. */
  watch: (report: Key, changed: () => void) => Promise<() => void>;
};

export function createReceiptWatch(context: Context): ReceiptWatch {
  const watchers = new Set<Watcher>();
  let timer: NodeJS.Timeout | undefined;

  const pulsesOf = async (reports: readonly Key[]): Promise<Map<string, string>> => {
    const rows = await read(context.db, "system", (tx) => listPulses(tx, reports));
    return new Map(rows.map((row) => [reportId(row), row.pulse]));
  };
  const look = async (): Promise<void> => {
    const reports = new Map([...watchers].map(({ report }) => [reportId(report), report]));
    const pulses = await pulsesOf([...reports.values()]);
    for (const watcher of watchers) {
      const pulse = pulses.get(reportId(watcher.report));
      if (pulse === undefined || pulse === watcher.last) continue;
      watcher.last = pulse;
      watcher.changed();
    }
  };
  const schedule = (): void => {
    if (timer || watchers.size === 0) return;
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) =>
          context.log.warn({ err: error }, "open receipts were not looked at"),
        )
        .finally(() => {
          timer = undefined;
          schedule();
        });
    }, everyMs).unref();
  };

  return {
    async watch(report, changed) {
      const watcher: Watcher = {
        report,
        last: (await pulsesOf([report])).get(reportId(report)),
        changed,
      };
      watchers.add(watcher);
      schedule();
      return () => void watchers.delete(watcher);
    },
  };
}
