import { sql } from "kysely";
import type { AlarmStatus } from "@gezhi/contract/alarms.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import type { IncidentStatus, Urgency } from "@gezhi/contract/incidents.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { AlarmRow } from "./alarm-tables.ts";

export type AlarmFilter = {
  open: boolean;
  /** Whether alarms about persons are listed at all. */
  persons: boolean;
  unit: string | undefined;
  level: Urgency | undefined;
  status: AlarmStatus | undefined;
  rule: string | undefined;
  device: Key | undefined;
  incident: Key | undefined;
  after: { at: Date; id: string } | undefined;
  limit: number;
};

/** The newest first, under the viewer's scope. */
export const listAlarmRows = (db: Db, filter: AlarmFilter): Promise<AlarmRow[]> => {
  const { open, persons, unit, level, status, rule, device, incident, after, limit } = filter;
  return db
    .selectFrom("alarms")
    .selectAll()
    .$if(open, (query) => query.where("status", "in", ["raised", "acknowledged"]))
    .$if(!persons, (query) => query.where("personal", "=", false))
    .$if(unit !== undefined, (query) =>
      query.where("unit", ">=", unit!).where("unit", "<", `${unit}~`),
    )
    .$if(level !== undefined, (query) => query.where("level", "=", level!))
    .$if(status !== undefined, (query) => query.where("status", "=", status!))
    .$if(rule !== undefined, (query) => query.where("rule", "=", rule!))
    .$if(device !== undefined, (query) =>
      query.where(
        sql<boolean>`exists (select from devices d where d.district = alarms.district and d.number = alarms.device
          and d.district = ${device!.district} and d.id = ${device!.id}::uuid)`,
      ),
    )
    .$if(incident !== undefined, (query) =>
      query.where("district", "=", incident!.district).where("incident", "=", incident!.id),
    )
    .$if(after !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where("raised_at", "<", after!.at),
          where.and([where("raised_at", "=", after!.at), where("id", ">", after!.id)]),
        ]),
      ),
    )
    .orderBy("raised_at", "desc")
    .orderBy("id")
    .limit(limit)
    .$castTo<AlarmRow>()
    .execute();
};

export type Around = {
  devices: Map<string, { id: string; code: string; name: string }>;
  incidents: Map<string, { number: string; status: IncidentStatus; alarms: number }>;
};

/** What an alarm names; asked beyond the viewer's scope, for alarms that lie within it. */
export async function findAround(db: Db, alarms: readonly AlarmRow[]): Promise<Around> {
  if (alarms.length === 0) return { devices: new Map(), incidents: new Map() };
  const districts = [...new Set(alarms.map(({ district }) => district))];
  const devices = await db
    .selectFrom("devices")
    .select(["district", "number", "id", "code", "name"])
    .where("district", "in", districts)
    .where("number", "in", [...new Set(alarms.map(({ device }) => device))])
    .execute();
  const ids = [...new Set(alarms.flatMap(({ incident }) => incident ?? []))];
  const { rows } = await sql<{
    district: string;
    id: string;
    number: string;
    status: IncidentStatus;
    alarms: number;
  }>`
    select i.district, i.id, i.number, i.status,
      (select count(*)::int from alarms a where a.district = i.district and a.incident = i.id) as alarms
    from incidents i where i.district = any(${districts}::text[]) and i.id = any(${ids}::uuid[])`.execute(
    db,
  );
  return {
    devices: new Map(devices.map((one) => [`${one.district}/${one.number}`, one])),
    incidents: new Map(rows.map((one) => [`${one.district}/${one.id}`, one])),
  };
}

export const listSteps = (db: Db, { district, id }: Key) =>
  db
    .selectFrom("alarm_steps")
    .select(["at", "act", "text", "actor"])
    .where("district", "=", district)
    .where("alarm", "=", id)
    .orderBy("seq")
    .execute();

export type Told = {
  account: string;
  who: string;
  at: Date;
  acceptedAt: Date | null;
  /** Whether some work order was given for an office of theirs. */
  handles: boolean;
  offices: { role: Role; unit: string; part: string | null }[];
};

/** Staff who have a notice of the alarm or of its incident, what they are today, and when they accepted its work order. */
export async function listTold(
  db: Db,
  { district, id, incident }: AlarmRow,
  today: string,
): Promise<Told[]> {
  if (incident === null) return [];
  const { rows } = await sql<Told>`
    select t.*, coalesce((
      select jsonb_agg(jsonb_build_object('role', p.role, 'unit', p.unit, 'part', coalesce(p.post, p.department)) order by p.valid_from, p.id)
      from appointments p where p.account = t.account and p.valid_from <= ${today}::date
        and (p.valid_to is null or p.valid_to > ${today}::date)), '[]') as offices,
      exists (select from appointments p join work_orders w on w.district = ${district} and w.incident = ${incident}::uuid
          and w.handler = p.unit || coalesce('/' || coalesce(p.post, p.department), '')
        where p.account = t.account and p.valid_from <= ${today}::date
          and (p.valid_to is null or p.valid_to > ${today}::date)) as handles
    from (
      select n.account, a.name as who, min(n.created_at) as at,
        (select min(w.accepted_at) from work_orders w where w.district = ${district} and w.incident = ${incident}::uuid
          and w.accepted_by = n.account) as "acceptedAt"
      from notices n join accounts a on a.id = n.account
      where n.district = ${district} and n.incident = ${incident}::uuid and n.act in ('alarm', 'report', 'dispatch')
        and (n.act <> 'alarm' or n.cause like ${`%${id}%`})
      group by n.account, a.name order by 3, 2 limit 100) as t`.execute(db);
  return rows;
}

/** The nearest video device within some hundred metres. */
export async function findCamera(
  db: Db,
  { district, lon, lat }: AlarmRow,
  metres: number,
): Promise<{ id: string; name: string; lon: number; lat: number } | undefined> {
  if (lon === null || lat === null) return undefined;
  // A degree of longitude is shorter than one of latitude.
  const narrow = Math.cos((lat * Math.PI) / 180);
  const north = metres / 111_320;
  const { rows } = await sql<{ id: string; name: string; lon: number; lat: number }>`
    select id, name, lon, lat from devices where district = ${district} and profile like 'VA%' and retired_at is null
      and abs(lat - ${lat}) <= ${north} and abs(lon - ${lon}) * ${narrow} <= ${north}
      and ((lon - ${lon}) * ${narrow}) ^ 2 + (lat - ${lat}) ^ 2 <= ${north * north}
    order by ((lon - ${lon}) * ${narrow}) ^ 2 + (lat - ${lat}) ^ 2, id limit 1`.execute(db);
  return rows[0];
}

export async function countVerdicts(
  db: Db,
  unit: string,
  since: Date,
): Promise<Map<string, { raised: number; judgedTrue: number; judgedFalse: number }>> {
  const { rows } = await sql<{
    rule: string;
    raised: number;
    judgedTrue: number;
    judgedFalse: number;
  }>`
    select rule, count(*)::int as raised, count(*) filter (where verdict = 'true')::int as "judgedTrue",
      count(*) filter (where verdict = 'false')::int as "judgedFalse"
    from alarms where unit >= ${unit} and unit < ${`${unit}~`} and raised_at >= ${since}
    group by rule`.execute(db);
  return new Map(rows.map(({ rule, ...counts }) => [rule, counts]));
}
