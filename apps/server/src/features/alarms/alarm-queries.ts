import { sql, type InsertObject, type Updateable } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Alarms, DB } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { AlarmDevice, AlarmRow, SignalRow, StepAct } from "./alarm-tables.ts";
import type { Earlier } from "./storm-rules.ts";

export type Waiting = { signal: SignalRow; device: AlarmDevice | null };

/** The first waiting signal of each device and rule, oldest first, with its device. */
export async function listWaiting(db: Db, most: number): Promise<Waiting[]> {
  const { rows } = await sql<SignalRow>`
    select * from alarm_signals s where handled_at is null
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

/** Undefined when another worker has it, or it or an earlier one of the same device and rule is still to come. */
export async function claimSignal(tx: Tx, { district, id }: Key): Promise<SignalRow | undefined> {
  const { rows } = await sql<SignalRow>`
    select * from alarm_signals s where district = ${district} and id = ${id}::uuid and handled_at is null
      and not exists (select from alarm_signals e where e.district = s.district and e.device = s.device and e.rule = s.rule
        and e.handled_at is null and e.id < s.id)
    for update skip locked`.execute(tx);
  return rows[0];
}

export const setHandled = (
  tx: Tx,
  { district, id }: Key,
  set: { handled_at: Date | null; attempts?: number; error?: string | null },
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

/** e.g. G500103-000017. */
export const nextAlarmNumber = (district: string) => sql<string>`(
  select 'G' || ${district}::text || '-' || lpad(n, greatest(6, length(n)), '0') from (select nextval('alarm_numbers')::text as n) as s)`;

/** Undefined when another open alarm of this device and rule is there already. */
export const insertAlarm = (
  tx: Tx,
  row: InsertObject<DB, "alarms">,
): Promise<AlarmRow | undefined> =>
  tx
    .insertInto("alarms")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(["district", "device", "rule"])
        .where("status", "in", ["raised", "acknowledged"])
        .doNothing(),
    )
    .returningAll()
    .$castTo<AlarmRow>()
    .executeTakeFirst();

/** The newest of this device and rule, open or not, held until the transaction ends. */
export const lockLatest = (
  tx: Tx,
  district: string,
  device: number,
  rule: string,
): Promise<AlarmRow | undefined> =>
  tx
    .selectFrom("alarms")
    .selectAll()
    .where("district", "=", district)
    .where("device", "=", device)
    .where("rule", "=", rule)
    .orderBy("raised_at", "desc")
    .limit(1)
    .forUpdate()
    .$castTo<AlarmRow>()
    .executeTakeFirst();

export const findAlarm = (db: Db, { district, id }: Key): Promise<AlarmRow | undefined> =>
  db
    .selectFrom("alarms")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .$castTo<AlarmRow>()
    .executeTakeFirst();

export const lockAlarm = (tx: Tx, { district, id }: Key): Promise<AlarmRow | undefined> =>
  tx
    .selectFrom("alarms")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .forUpdate()
    .$castTo<AlarmRow>()
    .executeTakeFirst();

export const setAlarm = (
  tx: Tx,
  { district, id }: Key,
  set: Updateable<Alarms>,
): Promise<AlarmRow> =>
  tx
    .updateTable("alarms")
    .set(set)
    .where("district", "=", district)
    .where("id", "=", id)
    .returningAll()
    .$castTo<AlarmRow>()
    .executeTakeFirstOrThrow();

export type NewStep = { act: StepAct; text: string; actor?: string; account?: string | null };

/** The caller holds the alarm's row, so the next numbers are nobody else's. */
export const addSteps = (tx: Tx, { district, id }: Key, at: Date, steps: readonly NewStep[]) =>
  sql`insert into alarm_steps (district, alarm, seq, at, act, text, actor, account)
    select ${district}, ${id}::uuid, n.place + (select coalesce(max(seq), 0) from alarm_steps where district = ${district} and alarm = ${id}::uuid),
      ${at}, n.act, n.text, n.actor, n.account
    from unnest(${steps.map(({ act }) => act)}::text[], ${steps.map(({ text }) => text)}::text[],
      ${steps.map(({ actor = "系统" }) => actor)}::text[], ${steps.map(({ account = null }) => account)}::uuid[])
      with ordinality as n (act, text, actor, account, place)`.execute(tx);

export const addStep = (tx: Tx, key: Key, at: Date, step: NewStep) => addSteps(tx, key, at, [step]);

/** The eldest alarms that may have the same cause as a new one: same group, lately, near by one of its ways, with an open incident. */
export async function listRecent(
  tx: Tx,
  {
    district,
    group,
    since,
    near,
    most,
  }: {
    district: string;
    group: string;
    since: Date;
    /** Null: that way does not count. */
    near: { gateway: string | null; place: string | null; unit: string; town: string | null };
    most: number;
  },
): Promise<Earlier[]> {
  const { rows } = await sql<Omit<Earlier, "raisedAt"> & { raised_at: Date }>`
    select a.id, a.device, a.unit, d.place, a.gateway, a.town, a.incident, a.raised_at, a.category
    from alarms a
    join incidents i on i.district = a.district and i.id = a.incident and i.open
    join devices d on d.district = a.district and d.number = a.device
    where a.district = ${district} and a.correlation_group = ${group} and a.raised_at >= ${since}
      and not a.personal and a.status <> 'false'
      and (a.unit = ${near.unit} or a.gateway = ${near.gateway}::text or a.town = ${near.town}::text or d.place = ${near.place}::text)
    order by a.raised_at limit ${most}`.execute(tx);
  return rows.map(({ raised_at, ...row }) => ({ ...row, raisedAt: raised_at.getTime() }));
}

export async function countOfIncident(
  db: Db,
  { district, id }: Key,
): Promise<{ alarms: number; popups: number; worst: number; open: number }> {
  const { rows } = await sql<{ alarms: number; popups: number; worst: number; open: number }>`
    select count(*)::int as alarms, count(*) filter (where popup)::int as popups,
      count(*) filter (where status in ('raised', 'acknowledged'))::int as open,
      coalesce(min(case peak when 'red' then 0 when 'orange' then 1 when 'yellow' then 2 else 3 end), 4)::int as worst
    from alarms where district = ${district} and incident = ${id}::uuid`.execute(db);
  return rows[0]!;
}

export const moveAlarms = (tx: Tx, district: string, from: string, to: string) =>
  tx
    .updateTable("alarms")
    .set({ incident: to })
    .where("district", "=", district)
    .where("incident", "=", from)
    .execute();

export const listOfIncident = (tx: Tx, { district, id }: Key): Promise<AlarmRow[]> =>
  tx
    .selectFrom("alarms")
    .selectAll()
    .where("district", "=", district)
    .where("incident", "=", id)
    .orderBy("raised_at")
    .orderBy("id")
    .$castTo<AlarmRow>()
    .execute();
