import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadConfigurationStore } from "../features/configuration/configuration-store.ts";
import { registerAlarms } from "../features/alarms/alarm-incident-hooks.ts";
import type { Context } from "../features/context.ts";
import { createFolderStore } from "../features/files/file-store.ts";
import { createHinter } from "../features/live/live-hint.ts";
import { registerNotices } from "../features/notices/incident-notices.ts";
import { loadUnitDirectory } from "../features/units/unit-directory.ts";
import type { Config } from "../platform/config.ts";
import { connectAsApplication } from "../platform/database/connect.ts";
import type { Logger } from "../platform/log.ts";
import { createSecrets } from "../platform/secrets.ts";

/** The key that seals names and phones: from the settings, else made once and kept readable to this account only. */
export async function secretKey(config: Config): Promise<string> {
  if (config.SECRET_KEY) return config.SECRET_KEY;
  const file = join(config.DATA_DIR, "secret-key");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept) return kept.trim();
  const key = randomBytes(32).toString("hex");
  await mkdir(config.DATA_DIR, { recursive: true });
  // Whole or not at all, and of two processes that start together the first one's.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, key, { mode: 0o600 });
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(draft);
  return (await readFile(file, "utf8")).trim();
}

export async function buildContext(
  config: Config,
  log: Logger,
  url: string,
  now: () => number = Date.now,
): Promise<{ context: Context; close: () => Promise<void> }> {
  const db = connectAsApplication(url, config.DATABASE_CONNECTIONS);
  const [units, configuration, key] = await Promise.all([
    loadUnitDirectory(db, now),
    loadConfigurationStore(db, now),
    secretKey(config),
  ]);
  const hinter = createHinter(url, log);
  const context: Context = {
    config,
    log,
    db,
    now,
    secrets: createSecrets(key),
    units,
    configuration,
    files: createFolderStore(join(config.DATA_DIR, "files")),
    hint: hinter.hint,
  };
  registerNotices(context);
  registerAlarms(context);
  return {
    context,
    close: async () => {
      await hinter.close();
      await db.destroy();
    },
  };
}
