import { existsSync, rmSync } from "node:fs";
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
if (existsSync(join(folder, "postgres", "postmaster.pid"))) {
  console.error(
    "Gezhi is still running on this data folder: stop it first (Ctrl-C), then run demo:reset again.",
  );
  process.exit(1);
}
rmSync(folder, { recursive: true, force: true });
console.log(`${folder} removed; preparing it anew …`);
runEntry("apps/server/src/main/gezhi.ts", ["prepare"]);
