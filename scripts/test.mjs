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

/** Journeys that fill the same streets, or whose alarms pop up on each other's pages: these have a server of their own. */
const apart = [
  ["briefs", "four-lists", "hot-spots", "playback", "plots"],
  ["map", "scenes", "whistle"],
];
const journeys = (args) => run("vitest", ["run", "--config", "vitest.journeys.config.ts", ...args]);
const fileOf = (name) => `tests/journeys/${name}.journey.ts`;

let status = filters[0] === "journeys" ? 0 : run("vitest", ["run", ...filters]);
if (!filters.length || filters[0] === "journeys") {
  const others = apart.flat().flatMap((name) => ["--exclude", fileOf(name)]);
  for (const args of [others, ...apart.map((names) => names.map(fileOf))])
    status = journeys(args) || status;
}
process.exit(status);
