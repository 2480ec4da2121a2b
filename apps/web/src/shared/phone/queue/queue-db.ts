import { Dexie, type EntityTable, type Table } from "dexie";
import type { KeptFile, QueueItem } from "./queue-items.ts";

/** What was typed and not submitted. Its files are kept under the same key as their owner. */
export type StoredDraft = { key: string; savedAt: number; values: unknown };
/** What the screens showed last, so that they show it without a signal too. */
export type Snapshot = { key: string; savedAt: number; state: unknown };

class QueueDatabase extends Dexie {
  declare readonly items: Table<QueueItem, string>;
  declare readonly files: EntityTable<KeptFile, "id">;
  declare readonly drafts: EntityTable<StoredDraft, "key">;
  declare readonly snapshots: EntityTable<Snapshot, "key">;

  constructor() {
    super("gezhi");
    this.version(1).stores({
      items: "id, account, state",
      files: "id, owner",
      drafts: "key",
      snapshots: "key",
    });
  }
}

/** Everything this device keeps: the queue, drafts and what was seen last. */
export const queueDb = new QueueDatabase();
