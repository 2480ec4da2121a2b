import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

export type RunningServer = {
  url: string;
  folder: string;
  /** Milliseconds from the command to "Gezhi ready". */
  startedInMs: number;
  /** The embedded database as its owner. */
  databaseUrl: string;
  stop: () => Promise<void>;
};

/** The product as `npm start` runs it once everything is installed and built, on the whole city. */
export async function startServer(
  folder: string,
  settings: Record<string, string> = {},
): Promise<RunningServer> {
  const port = await freePort();
  const started = performance.now();
  const child: ChildProcess = spawn(process.execPath, ["apps/server/src/main/gezhi.ts", "all"], {
    cwd: root,
    env: {
      ...process.env,
      DATA_DIR: folder,
      PORT: String(port),
      DEMO_RATE: "0",
      MQTT_PORT: "0",
      LOG_LEVEL: "warn",
      ...settings,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Gezhi ready:")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
  });
  const startedInMs = performance.now() - started;
  const password = readFileSync(join(folder, "postgres-password"), "utf8").trim();
  const databasePort = readFileSync(join(folder, "postgres-port"), "utf8").trim();
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    startedInMs,
    databaseUrl: `postgres://gezhi:${password}@127.0.0.1:${databasePort}/postgres`,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await ended;
    },
  };
}

/** Runs a benchmark in a folder of its own and removes it, whatever happens. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gezhi-bench-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
