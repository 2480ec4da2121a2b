import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, environment, root } from "./setup.mjs";

ensureInstalled();
const steps = [
  ["types", "tsc", ["--noEmit", "-p", "."]],
  ["types of the journeys", "tsc", ["--noEmit", "-p", "tests"]],
  ["types of the web", "tsc", ["--noEmit", "-p", "apps/web"]],
  [
    "lint",
    "oxlint",
    ["--type-aware", "apps", "packages", "bench", "scripts", "tests"].filter(
      (arg) => arg.startsWith("-") || existsSync(join(root, arg)),
    ),
  ],
  ["format", "oxfmt", ["--check"]],
  ["dead code", "knip", ["--no-progress"]],
  [
    "boundaries",
    "vitest",
    ["run", "--silent=passed-only", "apps/server/src/platform/testing/architecture.test.ts"],
  ],
];

const failed = [];
for (const [name, tool, args] of steps) {
  const started = performance.now();
  const { status } = spawnSync(tool, args, {
    cwd: root,
    env: environment,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  console.log(
    `${status === 0 ? "ok" : "FAILED"}  ${String(name)}  ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  if (status !== 0) failed.push(name);
}
if (failed.length) {
  console.error(`check failed: ${failed.join(", ")}`);
  process.exit(1);
}
