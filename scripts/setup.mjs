// Plain JavaScript for any Node ≥ 20: brings a fresh clone to where the TypeScript can run on the bundled Node 24.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

export const root = join(import.meta.dirname, "..");
const bin = join(root, "node_modules", ".bin");
export const node24 = join(bin, process.platform === "win32" ? "node.cmd" : "node");

/** Environment in which `node` and `npm` use the bundled Node 24. */
export const environment = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };

const modified = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

const fail = (what) => {
  console.error(what);
  process.exit(1);
};

/**
 * Installs what the lock file names when it is newer than what is installed. Not `npm ci`: it refuses when a registry
 * lacks the optional binaries of platforms this machine does not need.
 */
export function ensureInstalled() {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < 20) fail(`Gezhi needs Node 20 or newer; this is ${process.version}.`);
  if (
    existsSync(node24) &&
    modified(join(root, "node_modules", ".package-lock.json")) >=
      modified(join(root, "package-lock.json"))
  )
    return;
  console.log("Installing packages (once) …");
  const { status } = spawnSync(
    "npm",
    ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      stdio: "inherit",
      shell: process.platform === "win32",
    },
  );
  if (status !== 0)
    fail("npm install failed: check that the package registry can be reached, then start again.");
  if (!existsSync(node24))
    fail(
      "The bundled Node 24 is missing: run npm install with install scripts allowed, then start again.",
    );
}

const filesUnder = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/node_modules|[\\/]dist/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** Builds the web once, and again when a source of it changed. */
export function ensureWebBuilt() {
  const hash = createHash("sha256");
  const web = join(root, "apps", "web");
  for (const file of [
    ...filesUnder(web).filter((file) => !file.startsWith(join(web, "dist"))),
    ...filesUnder(join(root, "packages", "contract", "src")),
  ])
    hash.update(file.slice(root.length)).update(readFileSync(file));
  const digest = hash.digest("hex");
  const marker = join(web, "dist", ".built");
  if (existsSync(marker) && readFileSync(marker, "utf8") === digest) return;
  console.log("Building the web (once) …");
  const { status } = spawnSync("npm", ["run", "--silent", "build", "-w", "apps/web"], {
    cwd: root,
    env: environment,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) fail("The web build failed.");
  writeFileSync(marker, digest);
}

/**
 * npm starts scripts through a shell, and `kill` on npm ends that shell without a word to what it runs: only the new
 * parent tells. Under no other parent, so that a script that starts this one and ends leaves it running.
 */
function onShellGone(end) {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && end(), 500).unref();
}

/** Runs a TypeScript entry on Node 24 and ends as it ends. */
export function runEntry(entry, args = []) {
  const child = spawn(
    node24,
    ["--disable-warning=ExperimentalWarning", join(root, entry), ...args],
    { cwd: process.cwd(), env: environment, stdio: "inherit" },
  );
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  onShellGone(() => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
