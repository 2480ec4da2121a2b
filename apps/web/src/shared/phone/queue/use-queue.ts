import { liveQuery } from "dexie";
import { useEffect, useState } from "react";
import { queueDb } from "./queue-db.ts";
import type { KeptFile, QueueItem } from "./queue-items.ts";

/** Re-reads whenever the queue changes, also when another tab or the service worker changed it. */
function useStored<T>(read: () => Promise<T>, deps: readonly unknown[]): T | undefined {
  const [value, setValue] = useState<T>();
  useEffect(() => {
    const subscription = liveQuery(read).subscribe({ next: setValue });
    return () => subscription.unsubscribe();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `read` is made anew on every render; `deps` say what it reads
  }, deps);
  return value;
}

/** Newest first; undefined while reading. */
export const useQueue = (account: string): QueueItem[] | undefined =>
  useStored(
    async () => (await queueDb.items.where("account").equals(account).sortBy("id")).reverse(),
    [account],
  );

/** Null when there is no such item. */
export const useQueueItem = (id: string): QueueItem | null | undefined =>
  useStored(async () => (await queueDb.items.get(id)) ?? null, [id]);

const none: KeptFile[] = [];
export const useKeptFiles = (ids: readonly string[]): KeptFile[] =>
  useStored(
    async () => (await queueDb.files.bulkGet([...ids])).filter((file) => file !== undefined),
    [ids.join()],
  ) ?? none;
