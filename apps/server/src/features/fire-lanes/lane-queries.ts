import type { Key } from "@gezhi/contract/ids.ts";
import { fireLaneCategory, type LaneDeparture } from "@gezhi/contract/fire-lanes.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { FireLaneCalls, FireLaneStops } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type CallRow = {
  at: string;
  by: string;
  status: "queued" | "sent" | "failed" | null;
  simulated: boolean | null;
};
export type StopRow = Omit<Selectable<FireLaneStops>, "gone_how"> & {
  gone_how: LaneDeparture | null;
  number: string;
  party_units: string[];
  unit: string;
  town: string | null;
  urgency: Urgency;
  open: boolean;
  /** When the whole of it is due, whatever stage runs now. */
  whole_due_at: Date | null;
  times: number;
  calls: CallRow[];
};

const stops = (db: Db) =>
  db
    .selectFrom("fire_lane_stops as s")
    .innerJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "s.district").onRef("i.id", "=", "s.incident"),
    )
    .selectAll("s")
    .select(["i.number", "i.party_units", "i.unit", "i.town", "i.urgency", "i.open"])
    .select([
      sql<Date | null>`(select min(k.due_at) from clocks k
        where k.district = s.district and k.incident = s.incident and k.stage in ('dispose', 'overall') and k.running_since is not null)`.as(
        "whole_due_at",
      ),
      sql<number>`(select count(*)::int from fire_lane_stops o
        where o.district = s.district and o.plate_hash = s.plate_hash and o.noted_at <= s.noted_at)`.as(
        "times",
      ),
      sql<
        CallRow[]
      >`coalesce((select jsonb_agg(jsonb_build_object('at', c.at, 'by', c.by_name, 'status', d.status, 'simulated', d.simulated) order by c.at)
        from fire_lane_calls c left join deliveries d on d.district = c.district and d.id = c.id
        where c.district = s.district and c.stop = s.id), '[]')`.as("calls"),
    ])
    .$castTo<StopRow>();

export const findStop = (db: Db, { district, id }: Key): Promise<StopRow | undefined> =>
  stops(db).where("s.district", "=", district).where("s.id", "=", id).executeTakeFirst();

export const listStopsOf = (db: Db, { district, id }: Key): Promise<StopRow[]> =>
  stops(db)
    .where("s.district", "=", district)
    .where("s.incident", "=", id)
    .orderBy("s.noted_at")
    .limit(100)
    .execute();

/** The newest first, those that stand before those that are gone. */
export const listStopsWithin = (db: Db, unit: string, limit: number): Promise<StopRow[]> =>
  stops(db)
    .where("i.unit", ">=", unit)
    .where("i.unit", "<", `${unit}~`)
    .orderBy("s.noted_at", "desc")
    .limit(limit)
    .execute();

export const isNoted = async (tx: Tx, { district, id }: Key, hash: string): Promise<boolean> =>
  (await tx
    .selectFrom("fire_lane_stops")
    .select("id")
    .where("district", "=", district)
    .where("incident", "=", id)
    .where("plate_hash", "=", hash)
    .where("gone_at", "is", null)
    .executeTakeFirst()) !== undefined;

/** The device that watches the lane, where the incident has an alarm of one. */
export const laneOf = (tx: Tx, { district, id }: Key) =>
  tx
    .selectFrom("alarms")
    .select(["device", "place"])
    .where("district", "=", district)
    .where("incident", "=", id)
    .where("category", "=", fireLaneCategory)
    .orderBy("raised_at")
    .executeTakeFirst();

export const insertStop = (tx: Tx, row: Insertable<FireLaneStops>) =>
  tx.insertInto("fire_lane_stops").values(row).execute();
export const insertCall = (tx: Tx, row: Insertable<FireLaneCalls>) =>
  tx.insertInto("fire_lane_calls").values(row).execute();

export const setStop = (tx: Tx, { district, id }: Key, change: Updateable<FireLaneStops>) =>
  tx
    .updateTable("fire_lane_stops")
    .set(change)
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();

/** All that stand there, once no alarm of the incident says that the lane is occupied. */
export const endStops = (tx: Tx, { district, id }: Key, at: Date) =>
  sql`
    update fire_lane_stops set gone_at = ${at}, gone_how = 'camera'
    where district = ${district} and incident = ${id} and gone_at is null and not exists (
      select 1 from alarms where district = ${district} and incident = ${id} and category = ${fireLaneCategory} and condition_ended_at is null)`.execute(
    tx,
  );

export const moveStops = (tx: Tx, { district, id }: Key, into: string) =>
  tx
    .updateTable("fire_lane_stops")
    .set({ incident: into })
    .where("district", "=", district)
    .where("incident", "=", id)
    .execute();

export const returnStops = (tx: Tx, { district, id }: Key) =>
  tx
    .updateTable("fire_lane_stops")
    .set({ incident: id })
    .where("district", "=", district)
    .where("original_incident", "=", id)
    .execute();

/** Claims tows whose limit has passed, so that people are told of each once. */
export const claimLateTows = (tx: Tx, now: Date) =>
  sql<Key & { incident: string; number: string; lane: string; town: string | null }>`
    update fire_lane_stops s set tow_told_at = ${now} from incidents i
    where (s.district, s.id) in (
        select district, id from fire_lane_stops
        where tow_due_at <= ${now} and tow_told_at is null and gone_at is null limit 100 for update skip locked)
      and i.district = s.district and i.id = s.incident and i.open
    returning s.district, s.id, s.incident, i.number, s.lane, i.town`.execute(tx);

export const deleteStopsBefore = (tx: Tx, before: Date) =>
  tx.deleteFrom("fire_lane_stops").where("noted_at", "<", before).executeTakeFirst();
