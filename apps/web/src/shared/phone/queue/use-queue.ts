import { liveQuery } from "dexie";
import { useCallback, useEffect, useState } from "react";
import { queueDb } from "./queue-db.ts";
import type { KeptFile, QueueItem } from "./queue-items.ts";

/** Re-reads whenever what it reads changes, also when another tab or the service worker changed it. */
function useStored<T>(read: () => Promise<T>): T | undefined {
  const [value, setValue] = useState<T>();
  useEffect(() => {
    const subscription = liveQuery(read).subscribe({ next: setValue });
    return () => subscription.unsubscribe();
  }, [read]);
  return value;
}

/** Newest first; undefined while reading. */
export const useQueue = (account: string): QueueItem[] | undefined =>
  useStored(
    useCallback(
      async () => (await queueDb.items.where("account").equals(account).sortBy("id")).toReversed(),
      [account],
    ),
  );

/** Null when there is no such item. */
export const useQueueItem = (id: string): QueueItem | null | undefined =>
  useStored(useCallback(async () => (await queueDb.items.get(id)) ?? null, [id]));

const none: KeptFile[] = [];
export function useKeptFiles(ids: readonly string[]): KeptFile[] {
  const key = ids.join();
  const read = useCallback(async () => {
    const files = await queueDb.files.bulkGet(key === "" ? [] : key.split(","));
    return files.filter((file) => file !== undefined);
  }, [key]);
  return useStored(read) ?? none;
}

/** Files of a draft, oldest first; undefined while reading. */
export const useOwnedFiles = (owner: string): KeptFile[] | undefined =>
  useStored(useCallback(() => queueDb.files.where("owner").equals(owner).sortBy("id"), [owner]));
