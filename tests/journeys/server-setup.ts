import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    gezhiUrl: string;
    /** Where devices publish. */
    gezhiBroker: string;
  }
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

/** The product as a newcomer starts it, on the whole city, in a folder of its own; `GEZHI_URL` uses one that runs already. */
export async function setup(project: TestProject) {
  if (process.env["GEZHI_URL"]) {
    project.provide("gezhiUrl", process.env["GEZHI_URL"]);
    project.provide("gezhiBroker", process.env["GEZHI_BROKER"] ?? "mqtt://127.0.0.1:1883");
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), "gezhi-journeys-"));
  const port = await freePort();
  const mqttPort = await freePort();
  const server = spawn(process.execPath, ["apps/server/src/main/gezhi.ts", "all"], {
    cwd: join(import.meta.dirname, "../.."),
    env: {
      ...process.env,
      DATA_DIR: folder,
      PORT: String(port),
      DEMO_RATE: "0",
      MQTT_PORT: String(mqttPort),
      LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ready = new Promise<void>((resolve, reject) => {
    let said = "";
    server.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Gezhi ready:")) resolve();
    });
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
  });
  await ready;
  project.provide("gezhiUrl", `http://127.0.0.1:${port}`);
  project.provide("gezhiBroker", `mqtt://127.0.0.1:${mqttPort}`);
  return async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}
