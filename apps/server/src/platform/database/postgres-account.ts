import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export type Account = { uid: number; gid: number };

async function accountNamed(name: string): Promise<Account> {
  const number = async (flag: string) => Number((await run("id", [flag, name])).stdout);
  return { uid: await number("-u"), gid: await number("-g") };
}

async function unprivileged(): Promise<Account> {
  try {
    return await accountNamed("postgres");
  } catch {
    await run("useradd", ["--system", "--no-create-home", "postgres"]).catch(() => undefined);
    return accountNamed("postgres").catch(() => accountNamed("nobody"));
  }
}

const elsewhere = "or set DATA_DIR to another folder";

/**
 * PostgreSQL runs as the owner of its data and never as root, so root hands it to the account that owns them or shall
 * own them. Undefined: the account that runs this.
 */
export async function accountFor(data: string): Promise<Account | undefined> {
  const own = process.getuid?.();
  if (own === undefined) return undefined;
  const owner = await stat(data).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  if (own !== 0 && owner && owner.uid !== own)
    throw new Error(
      `The database in ${data} belongs to another account (number ${owner.uid}): start Gezhi as that account, ${elsewhere}.`,
    );
  if (own !== 0) return undefined;
  if (owner?.uid === 0)
    throw new Error(
      `The database in ${data} belongs to root, and PostgreSQL does not run as root: give that folder to another account (chown -R), ${elsewhere}.`,
    );
  return owner ? { uid: owner.uid, gid: owner.gid } : unprivileged();
}

/** The second capability of Linux, CAP_DAC_READ_SEARCH; containers often withhold it. */
const holdsReadSearch = async () => {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const [, held = "0"] = /^CapPrm:\s*([0-9a-f]+)/m.exec(status) ?? [];
  return (BigInt(`0x${held}`) & 4n) !== 0n;
};

/**
 * As root, keeps the right to walk through folders that belong to root (a clone in a private folder),
 * so that the unprivileged postgres can read its own binaries there.
 */
export async function commandAs(
  account: Account | undefined,
  file: string,
  args: readonly string[],
): Promise<[string, string[]]> {
  if (!account) return [file, [...args]];
  const keep = "+dac_read_search";
  const kept = (await holdsReadSearch()) ? [`--inh-caps=${keep}`, `--ambient-caps=${keep}`] : [];
  const become = [`--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups"];
  return ["setpriv", [...become, ...kept, file, ...args]];
}
