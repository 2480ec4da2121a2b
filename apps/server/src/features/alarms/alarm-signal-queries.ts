import { sql } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { AlarmDevice, SignalRow } from "./alarm-tables.ts";

export type Waiting = { signal: SignalRow; device: AlarmDevice | null };

/** `red`: only of devices and rules that have a red one waiting; `rest`: only of the others. */
export type Lane = "red" | "rest";

/** The first waiting signal of each device and rule, oldest first, with its device. */
export async function listWaiting(db: Db, lane: Lane, most: number): Promise<Waiting[]> {
  const red = sql`exists (select from alarm_signals r where r.district = s.district and r.device = s.device and r.rule = s.rule
        and r.handled_at is null and r.level = 'red')`;
  const { rows } = await sql<SignalRow>`
    select * from alarm_signals s where handled_at is null and ${lane === "red" ? red : sql`not ${red}`}
      and not exists (select from alarm_signals e where e.district = s.district and e.device = s.device and e.rule = s.rule
        and e.handled_at is null and e.id < s.id)
    order by id limit ${most}`.execute(db);
  if (rows.length === 0) return [];
  const devices = await db
    .selectFrom("devices")
    .select(deviceColumns)
    .where("district", "in", [...new Set(rows.map(({ district }) => district))])
    .where("number", "in", [...new Set(rows.map(({ device }) => device))])
    .$castTo<AlarmDevice>()
    .execute();
  const known = new Map(devices.map((one) => [`${one.district}/${one.number}`, one]));
  return rows.map((signal) => ({
    signal,
    device: known.get(`${signal.district}/${signal.device}`) ?? null,
  }));
}

export const findSignal = (db: Db, { district, id }: Key): Promise<SignalRow | undefined> =>
  db
    .selectFrom("alarm_signals")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .$castTo<SignalRow>()
    .executeTakeFirst();

/** Without those that another worker has, or that have an earlier one of the same device and rule before them. */
export async function claimSignals(tx: Tx, keys: readonly Key[]): Promise<SignalRow[]> {
  const { rows } = await sql<SignalRow>`
    select s.* from unnest(${keys.map(({ district }) => district)}::text[], ${keys.map(({ id }) => id)}::uuid[]) as k (district, id)
    join alarm_signals s on s.district = k.district and s.id = k.id
    where s.handled_at is null
      and not exists (select from alarm_signals e where e.district = s.district and e.device = s.device and e.rule = s.rule
        and e.handled_at is null and e.id < s.id)
    for update of s skip locked`.execute(tx);
  return rows;
}

/** `error`: why one was left as it is; null: it was heard. */
export const setAllHandled = (
  tx: Tx,
  signals: readonly (Key & { error: string | null })[],
  at: Date,
) =>
  sql`update alarm_signals s set handled_at = ${at}, error = k.error
    from unnest(${signals.map(({ district }) => district)}::text[], ${signals.map(({ id }) => id)}::uuid[],
      ${signals.map(({ error }) => error)}::text[]) as k (district, id, error)
    where s.district = k.district and s.id = k.id`.execute(tx);

export const setFailed = (
  tx: Tx,
  { district, id }: Key,
  set: { handled_at: Date | null; attempts: number; error: string },
) =>
  tx
    .updateTable("alarm_signals")
    .set(set)
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();

export const deleteSignalsBefore = async (tx: Tx, before: Date, most: number): Promise<number> => {
  const { numAffectedRows = 0n } = await sql`
    delete from alarm_signals where (district, id) in (
      select district, id from alarm_signals where handled_at < ${before} limit ${most})`.execute(
    tx,
  );
  return Number(numAffectedRows);
};

const deviceColumns = [
  "district",
  "id",
  "number",
  "code",
  "name",
  "profile",
  "unit",
  "town",
  "lon",
  "lat",
  "address",
  "place",
  "gateway",
  "family_name_enc",
  "family_phone_enc",
  "maintenance_until",
  "maintenance_reason",
  "simulated",
] as const;

export const findDevice = (
  db: Db,
  district: string,
  number: number,
): Promise<AlarmDevice | undefined> =>
  db
    .selectFrom("devices")
    .select(deviceColumns)
    .where("district", "=", district)
    .where("number", "=", number)
    .$castTo<AlarmDevice>()
    .executeTakeFirst();

/** Devices in use, a page of them. */
export const listDevices = (db: Db, most: number): Promise<AlarmDevice[]> =>
  db
    .selectFrom("devices")
    .select(deviceColumns)
    .where("retired_at", "is", null)
    .orderBy("code")
    .limit(most)
    .$castTo<AlarmDevice>()
    .execute();

export const insertSignal = (tx: Tx, signal: SignalRow) =>
  tx.insertInto("alarm_signals").values(signal).execute();
