import { sql, type InsertObject, type RawBuilder, type Updateable } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Alarms, DB } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Viewer } from "../identity/viewer.ts";
import type { AlarmRow, SignalRow, StepAct } from "./alarm-tables.ts";

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

/** As `seesFully` says it of the alarm `a`: only then the house of an alarm about a person may be a point on the map. */
export const seenFully = ({
  full,
  fullWhenNamed,
}: Pick<Viewer, "full" | "fullWhenNamed">): RawBuilder<boolean> =>
  sql`exists (select from unnest(a.party_units) p where p = any(${[...fullWhenNamed]}::text[]) or exists (
    select from unnest(${[...full]}::text[]) t where starts_with(p, t) and (p <> t or length(t) <> 9 or starts_with(a.unit, t))))`;
