import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, ensureWebBuilt, environment, root } from "./setup.mjs";

ensureInstalled();
ensureWebBuilt();
const all = readdirSync(join(root, "bench"))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length) {
  console.error(`There is no benchmark ${unknown.join(", ")}. There are: ${all.join(", ")}.`);
  process.exit(1);
}
let failed = 0;
for (const name of asked.length ? asked : all)
  failed += spawnSync("node", [join("bench", `${name}.ts`)], {
    cwd: root,
    env: environment,
    stdio: "inherit",
  }).status
    ? 1
    : 0;
process.exit(failed ? 1 : 0);
