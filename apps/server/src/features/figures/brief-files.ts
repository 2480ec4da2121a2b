import { Worker } from "node:worker_threads";
import type { BriefOrder } from "./brief-worker.ts";

let last: Promise<unknown> = Promise.resolve();

/**
 * A brief as a file, made in a thread of its own: half a second of work with large libraries, which nobody else's
 * request should wait for. One at a time.
 */
export function briefFile(order: BriefOrder): Promise<Buffer> {
  const turn = last.then(() => make(order));
  last = turn.catch(() => undefined);
  return turn;
}

const make = (workerData: BriefOrder): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./brief-worker.ts", import.meta.url), { workerData });
    worker.once("message", (bytes: Uint8Array<ArrayBuffer>) => resolve(Buffer.from(bytes)));
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the brief's thread ended with ${code}`)));
  });
