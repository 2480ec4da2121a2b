import type { Socket } from "node:net";
import { connectAsApplication } from "../../platform/database/connect.ts";
import { createLogger } from "../../platform/log.ts";
import { Fanout, type Subscription } from "./live-fanout.ts";
import { listenForHints } from "./live-hint.ts";

/** Entry of the fan-out process: sockets of signed-in browsers arrive over IPC, messages come from the live log. */
const [url, level] = process.argv.slice(2);
if (!url || !process.send) throw new Error("the fan-out is started by the server");

const log = createLogger(level ?? "info");
const db = connectAsApplication(url, 4);
const fanout = new Fanout(db, log);

async function begin(): Promise<void> {
  for (;;) {
    try {
      await fanout.start();
      return;
    } catch (error) {
      log.warn({ err: error }, "waiting for the database");
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

await begin();
listenForHints(url, () => fanout.wake());
process.on("message", (subscription: Subscription, socket: Socket | undefined) => {
  // The browser may have left while its socket was on the way.
  if (socket) void fanout.subscribe(socket, subscription);
});
const quit = () => {
  fanout.stop();
  process.exit(0);
};
process.on("disconnect", quit);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
setInterval(() => process.send?.({ listeners: fanout.listeners }), 5_000).unref();
process.send({ ready: true });
