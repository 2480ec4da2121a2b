import { fork, type ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type { Logger } from "../../platform/log.ts";
import type { Subscription } from "./live-fanout.ts";

export type LiveLink = {
  handOver: (socket: Socket, subscription: Subscription) => void;
  listeners: () => number;
  close: () => Promise<void>;
};

/** Keeps a fan-out process running and hands it the sockets of browsers that listen. */
export async function startLiveLink(url: string, log: Logger, level: string): Promise<LiveLink> {
  let child: ChildProcess | undefined;
  let listeners = 0;
  let closed = false;

  const start = () =>
    new Promise<void>((resolve) => {
      const started = fork(fileURLToPath(new URL("./live-process.ts", import.meta.url)), [url, level], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
      child = started;
      started.on("message", (message: { ready?: true; listeners?: number }) => {
        if (message.ready) resolve();
        if (message.listeners !== undefined) listeners = message.listeners;
      });
      started.once("exit", (code) => {
        listeners = 0;
        resolve();
        if (closed) return;
        log.error({ code }, "the live fan-out ended; starting it again, screens resume by themselves");
        setTimeout(() => void start(), 500);
      });
    });
  await start();

  return {
    handOver: (socket, subscription) => {
      if (!child?.connected) socket.destroy();
      else child.send(subscription, socket, (error) => error && socket.destroy());
    },
    listeners: () => listeners,
    close: async () => {
      closed = true;
      const ending = child;
      if (!ending?.connected) return;
      const ended = new Promise((resolve) => ending.once("exit", resolve));
      ending.disconnect();
      await ended;
    },
  };
}
