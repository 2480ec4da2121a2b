import { sql, type InsertObject, type RawBuilder, type Updateable } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Alarms, DB } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Viewer } from "../identity/viewer.ts";
import type { AlarmDevice, AlarmRow, SignalRow, StepAct } from "./alarm-tables.ts";
import type { Earlier } from "./storm-rules.ts";

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
        // As the index says it: a plan for all values must see that it fits.
        .where(sql<boolean>`status in ('raised', 'acknowledged')`)
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

export const latestKey = ({
  district,
  device,
  rule,
}: Pick<AlarmRow, "district" | "device" | "rule">): string => `${district} ${device} ${rule}`;

/** The same for many at once, by `latestKey`. */
export async function lockLatestOf(
  tx: Tx,
  signals: readonly Pick<SignalRow, "district" | "device" | "rule">[],
): Promise<Map<string, AlarmRow>> {
  const { rows } = await sql<AlarmRow>`
    select a.* from unnest(${signals.map(({ district }) => district)}::text[], ${signals.map(({ device }) => device)}::bigint[],
      ${signals.map(({ rule }) => rule)}::text[]) as k (district, device, rule)
    join lateral (select n.id from alarms n where n.district = k.district and n.device = k.device and n.rule = k.rule
      order by n.raised_at desc limit 1) as n on true
    join alarms a on a.district = k.district and a.id = n.id
    order by a.id for update of a`.execute(tx);
  return new Map(rows.map((alarm) => [latestKey(alarm), alarm]));
}

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

export type StepRow = { alarm: Key; at: Date; step: NewStep };

/** In their order. The caller holds the alarms' rows, so the next numbers are nobody else's. */
export const addStepRows = (tx: Tx, rows: readonly StepRow[]) =>
  sql`insert into alarm_steps (district, alarm, seq, at, act, text, actor, account)
    select n.district, n.alarm,
      row_number() over (partition by n.district, n.alarm order by n.place)
        + coalesce((select max(seq) from alarm_steps s where s.district = n.district and s.alarm = n.alarm), 0),
      n.at, n.act, n.text, n.actor, n.account
    from unnest(${rows.map(({ alarm }) => alarm.district)}::text[], ${rows.map(({ alarm }) => alarm.id)}::uuid[],
      ${rows.map(({ at }) => at)}::timestamptz[], ${rows.map(({ step }) => step.act)}::text[],
      ${rows.map(({ step }) => step.text)}::text[], ${rows.map(({ step }) => step.actor ?? "系统")}::text[],
      ${rows.map(({ step }) => step.account ?? null)}::uuid[])
      with ordinality as n (district, alarm, at, act, text, actor, account, place)`.execute(tx);

export const addStep = (tx: Tx, alarm: Key, at: Date, step: NewStep) =>
  addStepRows(tx, [{ alarm, at, step }]);

/** The same step for many alarms. */
export const addStepToAll = (tx: Tx, alarms: readonly Key[], at: Date, step: NewStep) =>
  addStepRows(
    tx,
    alarms.map((alarm) => ({ alarm, at, step })),
  );

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

/** The open incident of another alarm of the same device and kind that is not over; the eldest. */
export const findIncidentOfDevice = async (
  tx: Tx,
  { district, device, id, correlation_group }: AlarmRow,
): Promise<string | undefined> => {
  const row = await tx
    .selectFrom("alarms as a")
    .innerJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "a.district").onRef("i.id", "=", "a.incident"),
    )
    .select("i.id")
    .where("a.district", "=", district)
    .where("a.device", "=", device)
    .where("a.id", "<>", id)
    .where("a.correlation_group", "=", correlation_group)
    .where("a.status", "in", ["raised", "acknowledged"])
    .where("i.open", "=", true)
    .orderBy("a.raised_at")
    .limit(1)
    .executeTakeFirst();
  return row?.id;
};

export async function countOfIncident(
  db: Db,
  { district, id }: Key,
  without: string | null = null,
): Promise<{ alarms: number; popups: number; worst: number; open: number }> {
  const { rows } = await sql<{ alarms: number; popups: number; worst: number; open: number }>`
    select count(*)::int as alarms, count(*) filter (where popup)::int as popups,
      count(*) filter (where status in ('raised', 'acknowledged'))::int as open,
      coalesce(min(case peak when 'red' then 0 when 'orange' then 1 when 'yellow' then 2 else 3 end), 4)::int as worst
    from alarms where district = ${district} and incident = ${id}::uuid
      and (${without}::uuid is null or id <> ${without}::uuid)`.execute(db);
  return rows[0]!;
}

/** Where the alarms hang that an incident brought into the one it was merged into. */
export const moveAlarms = (
  tx: Tx,
  { district, from, to }: { district: string; from: string; to: string },
): Promise<AlarmRow[]> =>
  tx
    .updateTable("alarms")
    .set({ incident: to })
    .where("district", "=", district)
    .where("incident", "=", from)
    .returningAll()
    .$castTo<AlarmRow>()
    .execute();

/** What was linked to the incident itself, or to one that had been merged into it before, goes back with it. */
export async function returnAlarms(tx: Tx, { district, id }: Key): Promise<AlarmRow[]> {
  const { rows } = await sql<AlarmRow>`
    with recursive own as (
      select ${id}::uuid as id
      union select i.id from own join incidents i on i.district = ${district} and i.merged_into = own.id
    )
    update alarms a set incident = ${id}::uuid from own
    where a.district = ${district} and a.original_incident = own.id and a.incident is distinct from ${id}::uuid
    returning a.*`.execute(tx);
  return rows;
}

/** Who sees the incident sees its alarms. */
export const addParties = (tx: Tx, { district, id }: Key, parties: readonly string[]) =>
  sql`update alarms set party_units = party_units || array(
      select p from unnest(${parties}::text[]) as p where p <> all (party_units))
    where district = ${district} and incident = ${id}::uuid and not party_units @> ${parties}::text[]`.execute(
    tx,
  );

/** What hangs on an incident beside its false alarms: other alarms, and what people reported. */
export async function countOthers(
  tx: Tx,
  { district, id }: Key,
): Promise<{ others: number; reports: number }> {
  const { rows } = await sql<{ others: number; reports: number }>`
    select (select count(*)::int from alarms where district = ${district} and incident = ${id}::uuid and status <> 'false') as others,
      (select count(*)::int from reports where district = ${district} and incident = ${id}::uuid and source <> 'sensor') as reports`.execute(
    tx,
  );
  return rows[0]!;
}

export const listOpenOfIncident = (db: Db, { district, id }: Key): Promise<AlarmRow[]> =>
  db
    .selectFrom("alarms")
    .selectAll()
    .where("district", "=", district)
    .where("incident", "=", id)
    .where("status", "in", ["raised", "acknowledged"])
    .orderBy("raised_at")
    .orderBy("id")
    .$castTo<AlarmRow>()
    .execute();

/** In one order, so that two who take the same ones never wait for each other. */
export const lockAlarms = (tx: Tx, keys: readonly Key[]): Promise<AlarmRow[]> =>
  tx
    .selectFrom("alarms")
    .selectAll()
    .where("district", "in", [...new Set(keys.map(({ district }) => district))])
    .where(
      "id",
      "in",
      keys.map(({ id }) => id),
    )
    .orderBy("id")
    .forUpdate()
    .$castTo<AlarmRow>()
    .execute();

export const setAlarms = (
  tx: Tx,
  keys: readonly Key[],
  set: Updateable<Alarms>,
): Promise<AlarmRow[]> =>
  tx
    .updateTable("alarms")
    .set(set)
    .where("district", "in", [...new Set(keys.map(({ district }) => district))])
    .where(
      "id",
      "in",
      keys.map(({ id }) => id),
    )
    .returningAll()
    .$castTo<AlarmRow>()
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

/** As `seesFully` says it of the alarm `a`: only then the house of an alarm about a person may be a point on the map. */
export const seenFully = ({
  full,
  fullWhenNamed,
}: Pick<Viewer, "full" | "fullWhenNamed">): RawBuilder<boolean> =>
  sql`exists (select from unnest(a.party_units) p where p = any(${[...fullWhenNamed]}::text[]) or exists (
    select from unnest(${[...full]}::text[]) t where starts_with(p, t) and (p <> t or length(t) <> 9 or starts_with(a.unit, t))))`;
