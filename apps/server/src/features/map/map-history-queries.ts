import { type IncidentStatus, Urgency } from "@gezhi/contract/incidents.ts";
import type {
  MapAlarmHistoryQuery,
  MapDeviceHistoryQuery,
  MapIncidentHistoryQuery,
} from "@gezhi/contract/map.ts";
import { sql } from "kysely";
import type { z } from "zod";
import type { Tx } from "../../platform/database/scope.ts";
import { placeShown } from "../devices/device-queries.ts";
import type { Viewer } from "../identity/viewer.ts";
import {
  all,
  below,
  cellsOf,
  deviceRanks,
  inside,
  keys,
  named,
  type Cell,
  type Named,
  type Window,
} from "./map-queries.ts";

/** As the generated column `open` of incidents. */
const ended = [
  "rejected",
  "falseAlarm",
  "closed",
  "evaluated",
  "archived",
  "cancelled",
  "merged",
] as const satisfies readonly IncidentStatus[];

/** Null: it changed since, by entries of a time when they did not say from what. */
const statusThen = (at: Date) =>
  sql`case when i.status_since <= ${at} then i.status else b.status end`;
const before = (at: Date) =>
  sql`left join lateral incident_before(i.district, i.id, ${at}) b on i.updated_at > ${at}`;

type IncidentFilter = Omit<z.output<typeof MapIncidentHistoryQuery>, "bbox" | "zoom" | "at">;

/**
 * Open at that instant: what is open still, or ended later. Where the timeline does not say what an incident was, it counts
 * as open until it was closed. Places are those of today.
 */
export const findIncidentCellsAt = (
  tx: Tx,
  window: Window,
  { unit, urgency, category }: IncidentFilter,
  at: Date,
) =>
  cellsOf(
    tx,
    sql`select * from (
        select i.district, i.id, i.lon, i.lat,
          coalesce(array_position(${[...Urgency.options]}::text[], b.urgency) - 1, i.urgency_rank) as rank
        from incidents i ${before(at)}
        where ${all([
          sql`i.opened_at <= ${at}`,
          sql`(i.open or i.closed_at > ${at} or (not i.open and i.closed_at is null and i.status_since > ${at}))`,
          inside("i", window.bbox),
          ...below("i.unit", unit),
          ...(category ? [sql`starts_with(i.category, ${category})`] : []),
          sql`coalesce(${statusThen(at)} <> all(${[...ended]}::text[]), true)`,
        ])}) then_open
      ${
        urgency
          ? sql`where rank = any(${urgency.map((one) => Urgency.options.indexOf(one))}::integer[])`
          : sql``
      }`,
    window.zoom,
  );

export const findIncidentNamesAt = (tx: Tx, cells: readonly Cell[], at: Date) =>
  named(
    tx,
    sql<Named>`select i.district, i.id, i.title, i.number, coalesce(${statusThen(at)}, '') as status, i.unit, i.opened_at as since,
      false as overdue, null as incident from ${keys(cells)} join incidents i using (district, id) ${before(at)}`,
  );

type AlarmFilter = Omit<z.output<typeof MapAlarmHistoryQuery>, "bbox" | "zoom" | "at"> & {
  persons: boolean;
};

/** Their levels are the last they had. */
export const findAlarmCellsAt = (
  tx: Tx,
  window: Window,
  { unit, level, persons }: AlarmFilter,
  at: Date,
) =>
  cellsOf(
    tx,
    sql`select a.district, a.id, a.lon, a.lat, array_position(${[...Urgency.options]}::text[], a.level) - 1 as rank from alarms a
      where ${all([
        sql`a.raised_at <= ${at}`,
        sql`(a.status in ('raised', 'acknowledged') or coalesce(a.cleared_at, a.updated_at) > ${at})`,
        inside("a", window.bbox),
        ...below("a.unit", unit),
        ...(level ? [sql`a.level = any(${level}::text[])`] : []),
        ...(persons ? [] : [sql`not a.personal`]),
      ])}`,
    window.zoom,
  );

type DeviceFilter = Omit<z.output<typeof MapDeviceHistoryQuery>, "bbox" | "zoom" | "at">;

/** Of a device: what it was before it first changed after that instant, else what it is. Who did not change since needs no look. */
const stateThen = sql`coalesce(c.was, s.state, 'silent')`;
const withStateThen = (at: Date) =>
  sql`left join device_states s on s.district = d.district and s.device = d.number
    left join lateral (select c.was from device_state_changes c where s.since > ${at} and c.district = d.district and c.device = d.number and c.at > ${at}
      order by c.at limit 1) c on true`;

/** That stood then; their places are those of today. */
export const findDeviceCellsAt = (
  tx: Tx,
  window: Window,
  { unit, state, profile }: DeviceFilter,
  viewer: Viewer,
  at: Date,
) =>
  cellsOf(
    tx,
    sql`select d.district, d.id, d.lon, d.lat, array_position(${[...deviceRanks]}::text[], ${stateThen}) - 1 as rank
      from devices d ${withStateThen(at)}
      where ${all([
        sql`d.created_at <= ${at} and (d.retired_at is null or d.retired_at > ${at}) and ${stateThen} <> 'retired'`,
        placeShown(viewer),
        inside("d", window.bbox),
        ...below("d.unit", unit),
        ...(state ? [sql`${stateThen} = any(${state}::text[])`] : []),
        ...(profile ? [sql`d.profile = ${profile}`] : []),
      ])}`,
    window.zoom,
  );

export const findDeviceNamesAt = (tx: Tx, cells: readonly Cell[], at: Date) =>
  named(
    tx,
    sql<Named>`select d.district, d.id, d.name as title, d.code as number, ${stateThen} as status, d.unit,
      case when s.since <= ${at} then s.since end as since, false as overdue, null as incident
      from ${keys(cells)} join devices d using (district, id) ${withStateThen(at)}`,
  );
