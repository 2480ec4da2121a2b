import { chownSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { commandAs } from "../../../apps/server/src/platform/database/postgres-account.ts";

const nobody = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;

/** Runs a program as an account that may not write everywhere: this one, or nobody when this is root. */
export async function asOrdinary(): Promise<string[]> {
  const [file, args] = await commandAs(isRoot ? nobody : undefined, "", []);
  return isRoot ? [file, ...args.slice(0, -1)] : [];
}

/** Gives a folder with all in it to that account. */
export function giveToOrdinary(path: string): void {
  if (!isRoot) return;
  for (const entry of readdirSync(path, { recursive: true, encoding: "utf8" }))
    chownSync(join(path, entry), nobody.uid, nobody.gid);
  chownSync(path, nobody.uid, nobody.gid);
}
