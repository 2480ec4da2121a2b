import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { ensureInstalled, runEntry } from "./setup.mjs";

ensureInstalled();
const folder = resolve(process.env.DATA_DIR ?? ".gezhi");
if (process.env.DATABASE_URL) {
  console.error(
    "demo:reset only removes the embedded database; DATABASE_URL is set, so nothing was removed.",
  );
  process.exit(1);
}
if (existsSync(folder) && !existsSync(join(folder, "postgres"))) {
  console.error(`${folder} does not look like a Gezhi data folder; nothing was removed.`);
  process.exit(1);
}
/** A database that was killed leaves its number behind. */
function isRunning() {
  try {
    const [pid] = readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n");
    return process.kill(Number(pid), 0);
  } catch (error) {
    return !["ENOENT", "ESRCH"].includes(error.code);
  }
}
if (isRunning()) {
  console.error(
    "Gezhi is still running on this data folder: stop it first (Ctrl-C), then run demo:reset again.",
  );
  process.exit(1);
}
rmSync(folder, { recursive: true, force: true });
console.log(`${folder} removed; preparing it anew …`);
runEntry("apps/server/src/main/gezhi.ts", ["prepare"]);
