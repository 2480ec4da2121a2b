import { spawn } from "node:child_process";
import { ensureInstalled, environment, node24, root } from "./setup.mjs";

// The server restarts when a file of it changes; Vite serves the web with hot reload and passes /api on.
ensureInstalled();
const server = spawn(
  node24,
  ["--watch-path=apps/server/src", "--watch-path=packages", "apps/server/src/main/gezhi.ts", "all"],
  { cwd: root, env: environment, stdio: "inherit" },
);
const web = spawn("npm", ["run", "--silent", "dev", "-w", "apps/web"], {
  cwd: root,
  env: environment,
  stdio: "inherit",
  shell: process.platform === "win32",
});
const stop = () => {
  server.kill("SIGINT");
  web.kill("SIGINT");
};
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
server.on("exit", () => web.kill("SIGINT"));
