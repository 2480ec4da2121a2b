import type { PositionReason } from "@gezhi/contract/positions.ts";
import { sql, type Insertable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { PositionHistory, Positions } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { ShiftOf } from "../duty/duty-rules.ts";

export type Standing = { reason: PositionReason; unit: string; incident: string | null };

/** Why this person's place may be known now; the incident before the duty, because who leads it looks for them. */
export async function findStanding(
  tx: Tx,
  account: string,
  { units, handlers }: { units: readonly string[]; handlers: readonly string[] },
  { day, shift }: ShiftOf,
): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    (select 'incident' as reason, split_part(w.handler, '/', 1) as unit, w.incident from work_orders w
      where w.handler = any(${[...handlers]}::text[]) and w.status in ('accepted', 'handling') and w.accepted_by = ${account}::uuid
      order by w.urgency_rank, w.due_at, w.id limit 1)
    union all
    (select 'duty', d.unit, null from duty_shifts d
      where d.district = any(${units.map((unit) => unit.slice(0, 6))}::text[]) and d.unit = any(${[...units]}::text[])
        and d.day = ${day}::date and d.shift = ${shift} and d.account = ${account}::uuid limit 1)
    limit 1`.execute(tx);
  return rows[0];
}

/** Longer than any place is good. */
const historyTailMs = 600_000;
/** Of the position `p`: somebody at work on an incident is seen only as long as the work lasts, whatever the device says. */
export const isKnown = (now: Date) =>
  sql`p.expires_at > ${now} and (p.reason = 'duty' or exists (select from work_orders w where w.district = p.district
    and w.incident = p.incident and w.accepted_by = p.account and w.status in ('accepted', 'handling')))`;

export type OnHand = {
  account: string;
  lon: number;
  lat: number;
  simulated: boolean;
  reason: PositionReason;
  unit: string;
  /** Post, department or role for which this person is on duty or at work; null: the unit itself has the work order. */
  part: string | null;
};

/** Who is on duty or at work in a town and lets it be known where; not the desk, which has the alarm before it. */
export async function listOnHand(
  tx: Tx,
  town: string,
  { day, shift }: ShiftOf,
  now: Date,
): Promise<OnHand[]> {
  const { rows } = await sql<OnHand>`
    select p.account, p.lon, p.lat, p.simulated, p.reason, h.unit, h.part
    from positions p
    cross join lateral (
      (select split_part(w.handler, '/', 1) as unit, nullif(split_part(w.handler, '/', 2), '') as part from work_orders w
        where p.reason = 'incident' and w.district = p.district and w.incident = p.incident and w.accepted_by = p.account
          and w.status in ('accepted', 'handling') and w.handler <> ${town} order by w.id limit 1)
      union all
      (select d.unit, d.duty from duty_shifts d where p.reason = 'duty' and d.district = p.district and d.account = p.account
        and d.day = ${day}::date and d.shift = ${shift} and d.duty not in ('dispatcher', 'dutyOfficer', 'commander') limit 1)
    ) h
    where p.district = ${town.slice(0, 6)} and p.unit >= ${town} and p.unit < ${`${town}~`} and ${isKnown(now)}`.execute(
    tx,
  );
  return rows;
}

export const putPosition = (tx: Tx, row: Insertable<Positions>) =>
  tx
    .insertInto("positions")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["district", "account"]).doUpdateSet((row) => ({
        unit: row.ref("excluded.unit"),
        lon: row.ref("excluded.lon"),
        lat: row.ref("excluded.lat"),
        accuracy_m: row.ref("excluded.accuracy_m"),
        simulated: row.ref("excluded.simulated"),
        reason: row.ref("excluded.reason"),
        incident: row.ref("excluded.incident"),
        at: row.ref("excluded.at"),
        expires_at: row.ref("excluded.expires_at"),
      })),
    )
    .execute();

/** Where this person's phone last said it was, while that may be known. The caller sees everything. */
export const findPlaceOf = (
  tx: Tx,
  account: string,
  at: Date,
): Promise<{ lon: number; lat: number } | undefined> =>
  tx
    .selectFrom("positions")
    .select(["lon", "lat"])
    .where("account", "=", account)
    .where("expires_at", ">", at)
    .orderBy("at", "desc")
    .executeTakeFirst();

export const deletePosition = (tx: Tx, account: string, exceptIn?: string) =>
  tx
    .deleteFrom("positions")
    .where("account", "=", account)
    .$if(exceptIn !== undefined, (query) => query.where("district", "<>", exceptIn!))
    .execute();

export const deleteExpired = (db: Db, before: Date) =>
  db.deleteFrom("positions").where("expires_at", "<", before).execute();

/** The first of each minute. */
export const addToHistory = (tx: Tx, row: Insertable<PositionHistory>) =>
  tx
    .insertInto("position_history")
    .values(row)
    .onConflict((conflict) => conflict.columns(["district", "account", "minute"]).doNothing())
    .execute();

/** Who stops sharing, or whose duty or work ended, is seen no longer also in the past. */
export const endHistory = (tx: Tx, account: string, at: Date) =>
  tx
    .updateTable("position_history")
    .set({ until: at })
    .where("account", "=", account)
    .where("minute", ">", new Date(at.getTime() - historyTailMs))
    .where("until", ">", at)
    .execute();

export async function hasHistory(tx: Tx, account: string): Promise<boolean> {
  const one = await tx
    .selectFrom("position_history")
    .select("account")
    .where("account", "=", account)
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}

export const deleteHistory = (tx: Tx, account: string) =>
  tx.deleteFrom("position_history").where("account", "=", account).execute();

export const deleteHistoryBefore = (tx: Tx, before: Date) =>
  tx.deleteFrom("position_history").where("minute", "<", before).execute();
