import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { loadConfigurationStore } from "../features/configuration/configuration-store.ts";
import { registerAlarms } from "../features/alarms/alarm-incident-hooks.ts";
import { registerCaseForms } from "../features/case-forms/form-hooks.ts";
import { registerFireLanes } from "../features/fire-lanes/lane-hooks.ts";
import type { Context } from "../features/context.ts";
import { registerDeputies } from "../features/deputies/deputy-commands.ts";
import { createFolderStore } from "../features/files/file-store.ts";
import { createHinter } from "../features/live/live-hint.ts";
import { registerNotices } from "../features/notices/incident-notices.ts";
import { loadKeyPlaces } from "../features/places/key-place-directory.ts";
import { loadUnitDirectory } from "../features/units/unit-directory.ts";
import type { Config } from "../platform/config.ts";
import { connectAsApplication } from "../platform/database/connect.ts";
import type { Logger } from "../platform/log.ts";
import { createSecrets } from "../platform/secrets.ts";

/** The key that seals names and phones: from the settings, else made once and kept readable to this account only. */
export async function secretKey(config: Config): Promise<string> {
  if (config.SECRET_KEY) return config.SECRET_KEY;
  const file = join(config.DATA_DIR, "secret-key");
  const kept = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw new Error(
      `The key ${file} cannot be read: give this account the right to, or set SECRET_KEY. Without it sealed names and phones are lost.`,
      { cause },
    );
  });
  if (kept) return kept.trim();
  const key = randomBytes(32).toString("hex");
  await mkdir(config.DATA_DIR, { recursive: true });
  // Whole or not at all, and of two processes that start together the first one's.
  const draft = `${file}.${process.pid}`;
  await using sheet = await open(draft, "w", 0o600);
  await sheet.writeFile(key);
  await sheet.sync();
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(draft);
  return (await readFile(file, "utf8")).trim();
}

const patienceMs = 60_000;

/** Where several processes start at once a connection may take longer than a request would wait; a start tries again. */
async function patiently<T>(load: () => Promise<T>): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;)
    try {
      return await load();
    } catch (error) {
      const slow =
        error instanceof Error && /connection timeout|timeout exceeded/.test(error.message);
      if (!slow || Date.now() > until) throw error;
    }
}

export async function buildContext(
  config: Config,
  log: Logger,
  url: string,
  now: () => number = Date.now,
): Promise<{ context: Context; close: () => Promise<void> }> {
  const db = connectAsApplication(
    url,
    config.DATABASE_CONNECTIONS,
    config.DATABASE_TIMEOUT_SECONDS,
  );
  const [units, configuration, keyPlaces, key] = await Promise.all([
    patiently(() => loadUnitDirectory(db, now)),
    patiently(() => loadConfigurationStore(db, now)),
    patiently(() => loadKeyPlaces(db)),
    secretKey(config),
  ]);
  const hinter = createHinter(url, log);
  const context: Context = {
    config,
    log,
    db,
    databaseUrl: url,
    now,
    secrets: createSecrets(key),
    units,
    configuration,
    keyPlaces,
    files: createFolderStore(join(config.DATA_DIR, "files")),
    hint: hinter.hint,
  };
  registerNotices(context);
  registerDeputies(context);
  registerAlarms(context);
  registerFireLanes(context);
  registerCaseForms(context);
  return {
    context,
    close: async () => {
      await hinter.close();
      await db.destroy();
    },
  };
}
