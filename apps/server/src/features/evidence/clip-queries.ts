import type { Key } from "@gezhi/contract/ids.ts";
import { sql, type Insertable, type Selectable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Clips } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type ClipRow = Selectable<Clips>;

export type Sender = {
  district: string;
  number: number;
  code: string;
  unit: string;
  profile: string;
  gateway: string | null;
  password_hash: string | null;
  simulated: boolean;
};

/** Devices in use by their codes. */
export const findSenders = (db: Db, codes: readonly string[]): Promise<Sender[]> =>
  db
    .selectFrom("devices")
    .select([
      "district",
      "number",
      "code",
      "unit",
      "profile",
      "gateway",
      "password_hash",
      "simulated",
    ])
    .where("code", "in", [...codes])
    .where("retired_at", "is", null)
    .execute();

export const findClip = (db: Db, { district, id }: Key): Promise<ClipRow | undefined> =>
  db
    .selectFrom("clips")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .executeTakeFirst();

export const findSent = (
  db: Db,
  {
    district,
    device,
    at,
    sent_sha256,
  }: Pick<ClipRow, "district" | "device" | "at" | "sent_sha256">,
): Promise<ClipRow | undefined> =>
  db
    .selectFrom("clips")
    .selectAll()
    .where("district", "=", district)
    .where("device", "=", device)
    .where("at", "=", at)
    .where("sent_sha256", "=", sent_sha256)
    .executeTakeFirst();

/** Undefined: the same clip came a moment ago. */
export const insertClip = (tx: Tx, row: Insertable<Clips>): Promise<ClipRow | undefined> =>
  tx
    .insertInto("clips")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();

export type AlarmOfDevice = Key & { raised_at: Date; updated_at: Date; status: string };

/** The newest alarms of a device, among which a clip may find its own. */
export const listAlarmsOf = (db: Db, district: string, device: number): Promise<AlarmOfDevice[]> =>
  db
    .selectFrom("alarms")
    .select(["district", "id", "raised_at", "updated_at", "status"])
    .where("district", "=", district)
    .where("device", "=", device)
    .orderBy("raised_at", "desc")
    .limit(50)
    .execute();

export const setAlarmOf = (
  tx: Tx,
  { district, id }: Key,
  alarm: string,
): Promise<ClipRow | undefined> =>
  tx
    .updateTable("clips")
    .set({ alarm })
    .where("district", "=", district)
    .where("id", "=", id)
    .where("alarm", "is", null)
    .returningAll()
    .executeTakeFirst();

export const listWaiting = (db: Db, most: number): Promise<ClipRow[]> =>
  db
    .selectFrom("clips")
    .selectAll()
    .where("alarm", "is", null)
    .where("deleted_at", "is", null)
    .orderBy("received_at", "desc")
    .limit(most)
    .execute();

export async function countOfAlarm(db: Db, { district, id }: Key): Promise<number> {
  const { n } = await db
    .selectFrom("clips")
    .select((row) => row.fn.countAll<number>().as("n"))
    .where("district", "=", district)
    .where("alarm", "=", id)
    .executeTakeFirstOrThrow();
  return n;
}

/** Oldest first. */
export const listClips = (
  db: Db,
  district: string,
  alarms: readonly string[],
): Promise<ClipRow[]> =>
  alarms.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom("clips")
        .selectAll()
        .where("district", "=", district)
        .where("alarm", "in", [...alarms])
        .orderBy("at")
        .orderBy("id")
        .execute();

/** Whose time is over: kept while the incident is open, which they may have to prove. */
export async function listOutdated(
  db: Db,
  {
    town,
    before,
    waitedSince,
    most,
  }: { town: string; before: Date; waitedSince: Date; most: number },
): Promise<Key[]> {
  const { rows } = await sql<Key>`
    select c.district, c.id from clips c
    left join alarms a on a.district = c.district and a.id = c.alarm
    left join incidents i on i.district = a.district and i.id = a.incident
    where c.deleted_at is null and c.unit >= ${town} and c.unit < ${`${town}~`}
      and ((c.alarm is null and c.received_at < ${waitedSince}) or (c.at < ${before} and i.open is not true))
    limit ${most}`.execute(db);
  return rows;
}

export const listTownsWithClips = async (db: Db): Promise<string[]> => {
  const { rows } = await sql<{ town: string }>`
    select distinct left(unit, 9) as town from clips where deleted_at is null`.execute(db);
  return rows.map(({ town }) => town);
};

export const deleteClips = (tx: Tx, keys: readonly Key[], at: Date): Promise<ClipRow[]> =>
  tx
    .updateTable("clips")
    .set({ deleted_at: at, file: null, file_district: null, has_thumbnail: false, trace: null })
    .where("deleted_at", "is", null)
    .where("district", "in", [...new Set(keys.map(({ district }) => district))])
    .where(
      "id",
      "in",
      keys.map(({ id }) => id),
    )
    .returningAll()
    .execute();
