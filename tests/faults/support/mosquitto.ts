import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { until } from "./product.ts";

export type Mosquitto = {
  /** As a service manager does: it writes down what it acknowledged. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

const path = `${process.env["PATH"]}:/usr/sbin`;

/** What operations.md asks of a broker: nothing it acknowledged is dropped. */
const lasting = (folder: string) => [
  "user root",
  "max_inflight_messages 0",
  "max_queued_messages 0",
  "max_queued_bytes 0",
  "persistence true",
  `persistence_location ${folder}/`,
  "log_type error",
];

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = connect(port, "127.0.0.1", () => {
      probe.destroy();
      resolve(true);
    });
    probe.once("error", () => resolve(false));
  });

/** A real Mosquitto; `lines` come before the general ones and begin with its listener. */
export async function startMosquitto(
  folder: string,
  port: number,
  lines: readonly string[] = [`listener ${port} 127.0.0.1`, "allow_anonymous true"],
): Promise<Mosquitto> {
  const file = join(folder, "mosquitto.conf");
  writeFileSync(file, [...lines, ...lasting(folder)].join("\n"));
  let missing: Error | undefined;
  const begin = async () => {
    const child: ChildProcess = spawn("mosquitto", ["-c", file], {
      stdio: "ignore",
      env: { ...process.env, PATH: path },
    });
    child.once("error", (error) => (missing = error));
    await until(
      "Mosquitto listens",
      async () => missing !== undefined || child.exitCode !== null || answers(port),
    );
    if (missing)
      throw new Error("Mosquitto is missing: install the Debian package mosquitto.", {
        cause: missing,
      });
    if (child.exitCode !== null) throw new Error(`Mosquitto does not like ${file}.`);
    return child;
  };
  let broker = await begin();
  const stop = async () => {
    const ended = once(broker, "exit");
    broker.kill("SIGTERM");
    await ended;
  };
  return {
    stop,
    restart: async () => {
      await stop();
      broker = await begin();
    },
  };
}

export const mosquittoEnvironment = { ...process.env, PATH: path };
