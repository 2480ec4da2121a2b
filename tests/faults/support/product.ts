import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

const root = join(import.meta.dirname, "../../..");

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

/** A folder of one's own, removed in the end; `/tmp` keeps it short enough for anything. */
export const newFolder = (name: string): string =>
  mkdtempSync(join(tmpdir(), `gezhi-fault-${name}-`));
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true });

export type Process = {
  child: ChildProcess;
  /** Everything it wrote so far. */
  said: () => string;
  /** Ends it as Ctrl-C does, and waits. */
  stop: () => Promise<number | null>;
  /** Ends it as a power cut does, and waits. */
  kill: () => Promise<void>;
  ended: Promise<number | null>;
};

type Command = "all" | "api" | "jobs" | "ingest" | "prepare";

/** What a test that failed left running ends with it, and takes its database along. */
const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGINT")));

/** The product as its users run it, through another program where one is given. */
export const run = (
  command: Command,
  settings: Record<string, string>,
  through: readonly string[] = [],
): Process => runScript("apps/server/src/main/gezhi.ts", settings, through, [command]);

export const runScript = (
  script: string,
  settings: Record<string, string>,
  through: readonly string[] = [],
  args: readonly string[] = [],
): Process => runProgram([...through, process.execPath, join(root, script), ...args], settings);

export function runProgram(line: readonly string[], settings: Record<string, string>): Process {
  const child = spawn(line[0]!, line.slice(1), {
    cwd: root,
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: process.env["HOME"] ?? "",
      DEMO_RATE: "0",
      MQTT_PORT: "0",
      LOG_LEVEL: "warn",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "close").then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  running.add(child);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    child,
    said: () => said,
    ended,
    stop: () => end("SIGINT"),
    kill: async () => void (await end("SIGKILL")),
  };
}

/** Waits for a condition, and says what it waited for when it never comes. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  seconds = 60,
): Promise<void> {
  const limit = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > limit) throw new Error(`in ${seconds} s it never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Runs it until it says that it is ready; fails with all it said when it ends before. */
export async function start(
  command: "all" | "api" | "ingest",
  settings: Record<string, string>,
  through: readonly string[] = [],
): Promise<Process> {
  const started = run(command, settings, through);
  const isReady = () => {
    if (started.child.exitCode !== null)
      throw new Error(`${command} ended with ${started.child.exitCode}:\n${started.said()}`);
    return /Gezhi (ingest )?ready:/.test(started.said());
  };
  await until(`"Gezhi ready" of ${command}`, isReady, 120);
  return started;
}

/** Runs it to its end. */
export async function outcome(
  command: Command,
  settings: Record<string, string>,
  through: readonly string[] = [],
): Promise<{ code: number | null; said: string }> {
  const process = run(command, settings, through);
  const code = await process.ended;
  return { code, said: process.said() };
}

/** Process ids of the children of a process whose command line contains the text. */
export function childrenOf(pid: number, text: string): number[] {
  const lines = execFileSync("ps", ["-Ao", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, child, parent, args = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid && args.includes(text) ? [Number(child)] : [];
  });
}

/** Ends the product, its children and its database at once, as a power cut does. */
export async function cutPower({ child, ended }: Process, folder: string): Promise<void> {
  const database = existsSync(join(folder, "postgres/postmaster.pid")) ? postmasterOf(folder) : [];
  const first = [child.pid!, database].flat();
  for (const pid of [...first, ...first.flatMap((pid) => childrenOf(pid, ""))])
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Ended with the one before it.
    }
  await ended;
}

/** The embedded database of a folder: its first process, and the url of its owner. */
export const postmasterOf = (folder: string): number =>
  Number(readFileSync(join(folder, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
export function databaseOf(folder: string): string {
  const [password, port] = ["postgres-password", "postgres-port"].map((name) =>
    readFileSync(join(folder, name), "utf8").trim(),
  );
  return `postgres://gezhi:${password}@127.0.0.1:${port}/postgres`;
}
export async function isReachable(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
