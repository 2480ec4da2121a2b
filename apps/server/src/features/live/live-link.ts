import { fork, type ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type { Logger } from "../../platform/log.ts";
import type { Subscription } from "./live-fanout.ts";

export type LiveLink = {
  /** The socket of a browser that asked and was answered nothing yet; without a fan-out it is cut off and comes back. */
  handOver: (socket: Socket, subscription: Subscription) => void;
  listeners: () => number;
  /** Process id of the fan-out that runs now. */
  process: () => number | undefined;
  close: () => Promise<void>;
};

export type FanoutSettings = {
  url: string;
  logLevel: string;
  demo: boolean;
  /** How often a stream's session is looked at again. */
  recheckMs: number;
};
/** What the fan-out says: that it runs, how many listen, and which socket it has now. */
export type Told = { ready?: true; listeners: number } | { took: number };
export type HandedOver = { id: number; subscription: Subscription };

const entry = fileURLToPath(new URL("./live-process.ts", import.meta.url));
/** Silence after which a fan-out counts as stuck; it speaks every five seconds. */
const silenceMs = 30_000;
const restartMs = { first: 200, most: 10_000 };

/** Keeps a fan-out process running and hands it the sockets of browsers that listen. */
export async function startLiveLink(
  url: string,
  log: Logger,
  { logLevel = "info", demo = true, recheckMs = 60_000 }: Partial<FanoutSettings> = {},
): Promise<LiveLink> {
  let child: ChildProcess | undefined;
  let ready = false;
  let listeners = 0;
  let closed = false;
  let restartAfter = restartMs.first;
  let restart: NodeJS.Timeout | undefined;
  let lastId = 0;
  /** On their way: until the fan-out has a socket, it is closed here if anything goes wrong. */
  const underWay = new Map<number, Socket>();

  const letGo = (id: number) => {
    underWay.get(id)?.destroy();
    underWay.delete(id);
  };

  const start = () =>
    new Promise<void>((resolve) => {
      const started = fork(entry, [], {
        stdio: ["ignore", "inherit", "inherit", "ipc"],
        execArgv: [],
      });
      child = started;
      const stuck = setTimeout(() => started.kill("SIGKILL"), silenceMs);
      started.on("message", (told: Told) => {
        stuck.refresh();
        if ("took" in told) {
          letGo(told.took);
          return;
        }
        listeners = told.listeners;
        if (!told.ready) return;
        ready = true;
        restartAfter = restartMs.first;
        resolve();
      });
      started.on("error", (error) => log.error({ err: error }, "the live fan-out has a problem"));
      started.once("exit", (code) => {
        clearTimeout(stuck);
        ready = false;
        listeners = 0;
        for (const id of underWay.keys()) letGo(id);
        resolve();
        if (closed) return;
        log.error(
          { code },
          "the live fan-out ended; starting it again, screens resume by themselves",
        );
        restart = setTimeout(() => void start(), restartAfter);
        restartAfter = Math.min(restartAfter * 2, restartMs.most);
      });
      // The address carries the database's password, so it is no argument that others could list.
      started.send({ url, logLevel, demo, recheckMs } satisfies FanoutSettings);
    });
  await start();

  return {
    handOver: (socket, subscription) => {
      if (!ready || !child?.connected || socket.destroyed) {
        socket.destroy();
        return;
      }
      lastId += 1;
      const id = lastId;
      underWay.set(id, socket);
      // Without its server, and kept open: else Node counts the socket among the server's own for as long as the fan-out
      // has it, and a server whose fan-out has ended never finishes closing.
      Object.assign(socket, { server: undefined });
      child.send({ id, subscription } satisfies HandedOver, socket, { keepOpen: true }, (error) => {
        if (error) letGo(id);
      });
    },
    listeners: () => listeners,
    process: () => child?.pid,
    close: async () => {
      closed = true;
      clearTimeout(restart);
      const ending = child;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const ended = new Promise((resolve) => ending.once("exit", resolve));
      const patience = setTimeout(() => ending.kill("SIGKILL"), 3_000);
      if (ending.connected) ending.disconnect();
      else ending.kill("SIGKILL");
      await ended;
      clearTimeout(patience);
    },
  };
}
