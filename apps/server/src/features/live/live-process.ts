import type { Socket } from "node:net";
import { civilDateAt } from "../../platform/civil-date.ts";
import { connectAsApplication } from "../../platform/database/connect.ts";
import { createLogger } from "../../platform/log.ts";
import { findSession } from "../identity/session-queries.ts";
import { Fanout } from "./live-fanout.ts";
import { listenForHints } from "./live-hint.ts";
import type { FanoutSettings, HandedOver, Told } from "./live-link.ts";
import { grantOf } from "./live-rules.ts";

/** Entry of the fan-out process: sockets of signed-in browsers arrive over IPC, messages come from the live log. */
const aliveMs = 5_000;

async function run({ url, logLevel, demo, recheckMs }: FanoutSettings): Promise<void> {
  const log = createLogger(logLevel);
  const resumer = connectAsApplication(url, 3);
  const fanout = new Fanout(
    {
      reader: connectAsApplication(url, 1),
      resumer,
      log,
      stillEntitled: async ({ session, grant }) => {
        const at = Date.now();
        const row = await findSession(resumer, session, new Date(at), civilDateAt(at), demo);
        return !!row && grantOf(row.appointments, row.granted) === grant;
      },
    },
    recheckMs,
  );
  process.on("disconnect", () => {
    fanout.stop();
    process.exit(0);
  });
  for (;;) {
    try {
      await fanout.start();
      break;
    } catch (error) {
      log.warn({ err: error }, "waiting for the database");
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
  listenForHints(url, () => fanout.wake());
  const tell = (told: Told) => process.connected && process.send?.(told);
  process.on("message", ({ id, subscription }: HandedOver, socket: Socket | undefined) => {
    tell({ took: id });
    // The browser may have left while its socket was on the way.
    if (socket) void fanout.subscribe(socket, subscription);
  });
  setInterval(() => tell({ listeners: fanout.listeners }), aliveMs);
  tell({ listeners: 0, ready: true });
}

// The terminal's Ctrl-C reaches this process too; the server ends it when it is done.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
process.once("message", (settings: FanoutSettings) => void run(settings));
