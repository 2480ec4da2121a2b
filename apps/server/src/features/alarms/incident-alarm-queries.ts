import { sql } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { AlarmRow } from "./alarm-tables.ts";
import type { Earlier } from "./storm-rules.ts";

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
