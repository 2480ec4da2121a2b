import type {
  MapBounds,
  MapDeviceQuery,
  MapAlarmQuery,
  MapIncidentQuery,
} from "@gezhi/contract/map.ts";
import type { DeviceState } from "@gezhi/contract/devices.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { hearsOfPersons } from "../alarms/alarm-act-rules.ts";
import { seenFully } from "../alarms/alarm-queries.ts";
import { placeShown } from "../devices/device-queries.ts";
import type { Viewer } from "../identity/viewer.ts";

export type Fragment = RawBuilder<unknown>;
export type Window = { bbox: MapBounds; zoom: number };

export type Cell = {
  count: number;
  rank: number;
  lon: number;
  lat: number;
  west: number;
  south: number;
  east: number;
  north: number;
  district: string;
  id: string;
  total: number;
};

/** Sixty-four pixels of a tile of 512. */
const cellsPerTile = 8;
/** So close nothing is put together any more. */
const apartFrom = 18;
const mostCells = 3_000;
const poles = 85;

/** Worst first. */
export const deviceRanks = [
  "offline",
  "late",
  "silent",
  "online",
] as const satisfies readonly DeviceState[];

export const all = (parts: readonly Fragment[]): Fragment => sql.join(parts, sql` and `);
export const below = (column: string, unit: string | undefined): Fragment[] =>
  unit === undefined
    ? []
    : [sql`${sql.ref(column)} >= ${unit} and ${sql.ref(column)} < ${`${unit}~`}`];

export const inside = (of: string, { west, south, east, north }: MapBounds): Fragment =>
  sql`${sql.ref(`${of}.lon`)} between ${west} and ${east} and ${sql.ref(`${of}.lat`)} between ${Math.max(south, -poles)} and ${Math.min(north, poles)}`;

/** `things`: district, id, lon, lat, rank (0 is worst). Cells of a zoom lie still while the window moves. */
export async function cellsOf(tx: Tx, things: Fragment, zoom: number): Promise<Cell[]> {
  const cells = cellsPerTile * 2 ** Math.floor(zoom);
  const apart = zoom >= apartFrom ? sql`id` : sql`null::uuid`;
  const { rows } = await sql<Cell>`
    with things as (${things}), cells as (
      select count(*)::int as count, min(rank)::int as rank, avg(lon) as lon, avg(lat) as lat, min(lon) as west, min(lat) as south,
        max(lon) as east, max(lat) as north, min(district) as district, min(id::text) as id
      from things group by floor((lon + 180) / 360 * ${cells}),
        floor((1 - ln(tan(radians(lat)) + 1 / cos(radians(lat))) / pi()) / 2 * ${cells}), ${apart})
    select *, (sum(count) over ())::int as total from cells order by rank, count desc limit ${mostCells}`.execute(
    tx,
  );
  return rows;
}

type IncidentFilter = Omit<z.output<typeof MapIncidentQuery>, "bbox" | "zoom">;

const incidentFilter = ({ unit, urgency, category, overdue }: IncidentFilter, now: Date) => [
  sql`i.open`,
  ...below("i.unit", unit),
  ...(urgency
    ? [sql`i.urgency_rank = any(${urgency.map((one) => Urgency.options.indexOf(one))}::smallint[])`]
    : []),
  ...(category ? [sql`starts_with(i.category, ${category})`] : []),
  ...(overdue ? [sql`i.due_at < ${now}`] : []),
];

export const findIncidentCells = (tx: Tx, window: Window, filter: IncidentFilter, now: Date) =>
  cellsOf(
    tx,
    sql`select i.district, i.id, i.lon, i.lat, i.urgency_rank as rank from incidents i
      where ${all([...incidentFilter(filter, now), inside("i", window.bbox)])}`,
    window.zoom,
  );

export async function countUnplaced(tx: Tx, filter: IncidentFilter, now: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from incidents i where i.lon is null and ${all(incidentFilter(filter, now))}`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}

type AlarmFilter = Omit<z.output<typeof MapAlarmQuery>, "bbox" | "zoom">;

export const findAlarmCells = (
  tx: Tx,
  window: Window,
  { unit, level }: AlarmFilter,
  viewer: Viewer,
) =>
  cellsOf(
    tx,
    sql`select a.district, a.id, a.lon, a.lat, array_position(${[...Urgency.options]}::text[], a.level) - 1 as rank from alarms a
      where ${all([
        sql`a.status in ('raised', 'acknowledged')`,
        inside("a", window.bbox),
        ...below("a.unit", unit),
        ...(level ? [sql`a.level = any(${level}::text[])`] : []),
        hearsOfPersons(viewer)
          ? sql`(not a.personal or ${seenFully(viewer)})`
          : sql`not a.personal`,
      ])}`,
    window.zoom,
  );

type DeviceFilter = Omit<z.output<typeof MapDeviceQuery>, "bbox" | "zoom">;

/** A device of a person is no point for those who do not see where the person is. */
export const findDeviceCells = (
  tx: Tx,
  window: Window,
  { unit, state, profile }: DeviceFilter,
  viewer: Viewer,
) =>
  cellsOf(
    tx,
    sql`select d.district, d.id, d.lon, d.lat, array_position(${[...deviceRanks]}::text[], coalesce(s.state, 'silent')) - 1 as rank
      from devices d left join device_states s on s.district = d.district and s.device = d.number
      where ${all([
        sql`d.retired_at is null`,
        placeShown(viewer),
        inside("d", window.bbox),
        ...below("d.unit", unit),
        ...(state ? [sql`coalesce(s.state, 'silent') = any(${state}::text[])`] : []),
        ...(profile ? [sql`d.profile = ${profile}`] : []),
      ])}`,
    window.zoom,
  );

export type Named = {
  district: string;
  id: string;
  title: string;
  number: string;
  status: string;
  unit: string;
  since: Date | null;
  overdue: boolean;
  incident: string | null;
  simulated?: boolean;
};

export const keys = (cells: readonly Cell[]) =>
  sql`unnest(${cells.map(({ district }) => district)}::text[], ${cells.map(({ id }) => id)}::uuid[]) k (district, id)`;

export async function named(db: Db, statement: RawBuilder<Named>): Promise<Named[]> {
  return (await statement.execute(db)).rows;
}

export const findIncidentNames = (tx: Tx, cells: readonly Cell[], now: Date) =>
  named(
    tx,
    sql<Named>`select i.district, i.id, i.title, i.number, i.status, i.unit, i.opened_at as since, coalesce(i.due_at < ${now}, false) as overdue,
      null as incident from ${keys(cells)} join incidents i using (district, id)`,
  );

/** The incident of an alarm is named only where the viewer sees it too. */
export const findAlarmNames = (tx: Tx, cells: readonly Cell[]) =>
  named(
    tx,
    sql<Named>`select a.district, a.id, a.rule_name as title, a.number, a.status, a.unit, a.raised_at as since, false as overdue, i.id as incident
      from ${keys(cells)} join alarms a using (district, id) left join incidents i on i.district = a.district and i.id = a.incident`,
  );

export const findDeviceNames = (tx: Tx, cells: readonly Cell[]) =>
  named(
    tx,
    sql<Named>`select d.district, d.id, d.name as title, d.code as number, coalesce(s.state, 'silent') as status, d.unit, s.since,
      false as overdue, null as incident
      from ${keys(cells)} join devices d using (district, id) left join device_states s on s.district = d.district and s.device = d.number`,
  );

export type Post = { unit: string; people: number; onDuty: number };

/** Staff by unit, not deeper than `digits` of a code. */
export async function countStaff(
  db: Db,
  units: readonly string[],
  digits: number,
  today: string,
  { day, shift }: { day: string; shift: string },
): Promise<Post[]> {
  const { rows } = await sql<Post>`
    select left(p.unit, ${digits}::int) as unit, count(distinct p.account)::int as people,
      count(distinct p.account) filter (where exists (select from duty_shifts d where d.district = left(p.unit, 6) and d.unit = p.unit
        and d.day = ${day}::date and d.shift = ${shift} and d.duty = coalesce(p.post, p.role) and d.account = p.account))::int as "onDuty"
    from appointments p join accounts a on a.id = p.account
    where a.disabled_at is null and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to > ${today}::date)
      and (${sql.join(
        units.map((unit) => sql`(p.unit >= ${unit} and p.unit < ${`${unit}~`})`),
        sql` or `,
      )})
    group by 1`.execute(db);
  return rows;
}

export type RoleCount = { role: string; people: number };

export async function countRoles(db: Db, unit: string, today: string): Promise<RoleCount[]> {
  const { rows } = await sql<RoleCount>`
    select p.role, count(distinct p.account)::int as people from appointments p join accounts a on a.id = p.account
    where a.disabled_at is null and p.unit >= ${unit} and p.unit < ${`${unit}~`}
      and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to > ${today}::date)
    group by p.role`.execute(db);
  return rows;
}

/** Open incidents of a unit that the viewer sees. */
export async function glanceAtIncidents(tx: Tx, unit: string, now: Date) {
  const { rows } = await sql<{ open: number; overdue: number; red: number }>`
    select count(*)::int as open, (count(*) filter (where due_at < ${now}))::int as overdue,
      (count(*) filter (where urgency_rank = 0))::int as red
    from incidents where open and unit >= ${unit} and unit < ${`${unit}~`}`.execute(tx);
  return rows[0] ?? { open: 0, overdue: 0, red: 0 };
}
