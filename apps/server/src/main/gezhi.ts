import { type Config, readConfig } from "../platform/config.ts";
import { createLogger, type Logger } from "../platform/log.ts";
import { closingAtTheEnd } from "./closing.ts";

const usage = `Usage: gezhi <command>

  all             every role (what npm start runs)
  api             requests and live messages only
  jobs            clocks, deliveries and periodic work only
  ingest          readings of devices only: MQTT to the database
  prepare         database, configuration and city only, then end
  verify FILE     check the timeline of an exported case
  simulate …      a deterministic city that reports through the public interface; see simulate --help

Settings are environment variables: docs/operations.md.`;

async function main([command = "all", ...args]: string[]): Promise<void> {
  if (command === "verify") {
    const { verifyCommand } = await import("./verify.ts");
    process.exitCode = await verifyCommand(args);
    return;
  }
  if (command === "simulate") {
    const { simulateCommand } = await import("@gezhi/simulator/simulate-command.ts");
    process.exitCode = await simulateCommand(args);
    return;
  }
  if (command === "prepare") {
    const { prepareOnly } = await import("./prepare-only.ts");
    const config = readConfig(process.env);
    await closingAtTheEnd((open) => prepareOnly(config, console.log, open), { once: true });
    return;
  }
  if (!["all", "api", "jobs", "ingest"].includes(command)) {
    console.error(usage);
    process.exitCode = command === "help" || command === "--help" ? 0 : 2;
    return;
  }
  await run(command);
}

async function run(command: string): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger(
    config.LOG_LEVEL === "info" && process.stdout.isTTY ? "warn" : config.LOG_LEVEL,
  );
  await closingAtTheEnd((open) => start(command, config, log, open));
}

async function start(
  command: string,
  config: Config,
  log: Logger,
  open: AsyncDisposableStack,
): Promise<void> {
  if (command === "ingest") {
    const { serveIngest } = await import("./serve-ingest.ts");
    return serveIngest(config, log, console.log, open);
  }
  const { serve } = await import("./serve.ts");
  const { announceReady } = await import("./ready.ts");
  const roles = { api: command !== "jobs", jobs: command !== "api", ingest: command === "all" };
  const url = await serve(config, log, roles, console.log, open);
  if (url) announceReady(config, url);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
