import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { newFolder, removeFolder } from "./product.ts";

/** A file system of its own, small enough to be filled to its last byte. */
export type SmallDisk = {
  /** Where the product finds it, when it is run through `through`. */
  folder: string;
  through: readonly string[];
  /** The same folder for the test. */
  seen: string;
  /** Leaves so many bytes; 0: not one. */
  fill: (left?: number) => void;
  /** Gives all the space back. */
  free: () => void;
  remove: () => void;
};

/**
 * Mounted in a name space of its own, so that it goes when its holder goes, and the holder when the test goes. An
 * account that is not root is root in an outer name space to mount, and itself again in an inner one.
 */
export async function smallDisk(name: string, megabytes: number): Promise<SmallDisk> {
  const folder = newFolder(name);
  const asRoot = process.getuid?.() === 0;
  const mount = ["mount", "-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", folder];
  const holder = spawn(
    "unshare",
    [asRoot ? "-m" : "-rm", "sh", "-c", '"$@" && echo mounted && exec cat', "sh", ...mount],
    { stdio: "pipe" },
  );
  try {
    await hasSaid(holder, "mounted");
  } catch (cause) {
    removeFolder(folder);
    throw new Error(
      "A full disk needs a small file system: run this test with util-linux, as root with the right to mount (a container: --cap-add SYS_ADMIN) or as an account that may make user name spaces.",
      { cause },
    );
  }
  const enter = ["nsenter", `--target=${holder.pid}`, "--mount"];
  const itself = [`--map-user=${process.getuid!()}`, `--map-group=${process.getgid!()}`];
  const seen = join(`/proc/${holder.pid}/root`, folder);
  const ballast = join(seen, "ballast");
  return {
    folder,
    through: asRoot
      ? enter
      : [...enter, "--user", "--preserve-credentials", "unshare", "--user", ...itself],
    seen,
    fill: (left = 0) => fill(ballast, left),
    free: () => rmSync(ballast, { force: true }),
    remove: () => {
      holder.kill("SIGKILL");
      removeFolder(folder);
    },
  };
}

const hasSaid = (child: ChildProcess, word: string) =>
  new Promise<void>((resolve, reject) => {
    let all = "";
    const take = (chunk: Buffer) => {
      all += chunk.toString();
      if (all.includes(word)) resolve();
    };
    child.once("error", reject).once("close", () => reject(new Error(all.trim())));
    child.stdout!.on("data", take);
    child.stderr!.on("data", take);
  });

const zeros = Buffer.alloc(1 << 20);

function fill(path: string, left: number): void {
  const file = openSync(path, "a");
  try {
    for (;;) {
      const { bavail, bsize } = statfsSync(path);
      const more = left ? bavail * bsize - left : zeros.length;
      if (more <= 0) return;
      writeSync(file, zeros, 0, Math.min(zeros.length, more));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
}
