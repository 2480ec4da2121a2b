import type { Config } from "../platform/config.ts";
import type { Db } from "../platform/database/connect.ts";
import type { Logger } from "../platform/log.ts";
import type { Secrets } from "../platform/secrets.ts";
import type { ConfigurationStore } from "./configuration/configuration-store.ts";
import type { FileStore } from "./files/file-store.ts";
import type { KeyPlaceDirectory } from "./places/key-place-directory.ts";
import type { UnitDirectory } from "./units/unit-directory.ts";

/** What `main/` builds once and every feature receives. */
export type Context = {
  config: Config;
  log: Logger;
  db: Db;
  /** For what keeps connections of its own. */
  databaseUrl: string;
  /** Server time in epoch milliseconds: the only clock that counts. */
  now: () => number;
  secrets: Secrets;
  units: UnitDirectory;
  configuration: ConfigurationStore;
  /** Key places by where they lie. */
  keyPlaces: KeyPlaceDirectory;
  files: FileStore;
  /** Says "something was announced" after a commit; losing it costs a moment, never a message. */
  hint: () => void;
};
