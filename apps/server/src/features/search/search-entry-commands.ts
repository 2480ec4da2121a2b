import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import { write, type Tx } from "../../platform/database/scope.ts";
import {
  deleteEntries,
  deviceEntry,
  findStaffUnits,
  findUnlistedDevices,
  findUnlistedPlaces,
  findUnlistedStaff,
  insertEntries,
  placeEntry,
  staffEntry,
} from "./search-entry-queries.ts";
import type { Entry } from "./search-term-rules.ts";

/** In the transaction that changed the row: what is found is what is there. */
export async function listDevice(
  tx: Tx,
  device: Parameters<typeof deviceEntry>[0] & { retired_at: Date | null },
): Promise<void> {
  await deleteEntries(tx, "device", [device.id]);
  if (device.retired_at === null) await insertEntries(tx, [deviceEntry(device)]);
}

export async function listPlace(
  tx: Tx,
  place: Parameters<typeof placeEntry>[0] & { valid_to: string | null },
  today: string,
): Promise<void> {
  await deleteEntries(tx, "place", [place.id]);
  if (place.valid_to === null || place.valid_to > today)
    await insertEntries(tx, [placeEntry(place)]);
}

/** Under each unit they ever served in: whether they still do is asked when they are found. */
export async function listStaff(tx: Tx, account: string): Promise<void> {
  const held = await findStaffUnits(tx, [account]);
  if (held.length) await insertEntries(tx, held.map(staffEntry));
}

const atOnce = 5_000;

/** Brings in what has no entry yet; safe to repeat, and quick when there is nothing. */
export async function listAll(owner: Db, now: number = Date.now()): Promise<number> {
  let count = 0;
  const today = civilDateAt(now);
  const sources: ((tx: Tx) => Promise<Entry[]>)[] = [
    async (tx) => (await findUnlistedDevices(tx, atOnce)).map(deviceEntry),
    async (tx) => (await findUnlistedPlaces(tx, today, atOnce)).map(placeEntry),
    async (tx) => (await findUnlistedStaff(tx, atOnce)).map(staffEntry),
  ];
  for (const source of sources)
    for (;;) {
      const more = await write(owner, "system", async (tx) => {
        const entries = await source(tx);
        if (entries.length) await insertEntries(tx, entries);
        return entries.length;
      });
      count += more;
      if (more < atOnce) break;
    }
  return count;
}
