import { spawnSync } from "node:child_process";
import { ensureInstalled, ensureWebBuilt, environment, root } from "./setup.mjs";

ensureInstalled();
ensureWebBuilt();
const filters = process.argv.slice(2);
const run = (tool, args) =>
  spawnSync(tool, args, {
    cwd: root,
    env: environment,
    stdio: "inherit",
    shell: process.platform === "win32",
  }).status ?? 1;

let status = run("vitest", ["run", ...filters]);
if (!filters.length)
  status = run("vitest", ["run", "--config", "vitest.journeys.config.ts"]) || status;
process.exit(status);
