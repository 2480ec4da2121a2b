import type { DeviceState } from "@gezhi/contract/devices.ts";
import { deviceId } from "@gezhi/contract/ids.ts";
import { historyDays } from "@gezhi/contract/map.ts";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import { write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { announce, type Announcement } from "../live/live-commands.ts";

const dayMs = 86_400_000;

export type DeviceStateRow = {
  district: string;
  device: number;
  state: DeviceState;
  since: string | null;
  last_seen_at: string | null;
  last_at: string | null;
  last_values: (number | null)[] | null;
  battery: number | null;
  faults: Record<string, { count: number; lastAt: string; reason?: string }>;
  /** From what was saved before, in its state or by a battery that ran low: worth a look whether screens must be told. */
  differs: boolean;
};

/** Below this share (per cent) a battery is somebody's work. */
export const lowBattery = 20;
/** So many devices of a town are named one by one; of more it is said once that they changed. */
const mostNamed = 5;

type Changed = {
  district: string;
  id: string;
  unit: string;
  town: string | null;
  state: DeviceState;
  battery: number | null;
};

/**
 * What ingest saw of devices since its last flush, in one statement. Several processes may hear one device: the newest
 * instants win, and the faults are those that the process which heard last has counted. A state that changed is noted
 * with what it was, for the map of an earlier instant. True: screens were told that a
 * device came or went, or that its battery runs low.
 */
export async function saveDeviceStates(db: Db, rows: readonly DeviceStateRow[]): Promise<boolean> {
  if (rows.length === 0) return false;
  const column = (name: keyof DeviceStateRow) => rows.map((row) => row[name]);
  const save = sql<Changed>`
    with given as (
      select * from unnest(
        ${column("district")}::text[], ${column("device")}::bigint[], ${column("state")}::text[], ${column("since")}::timestamptz[],
        ${column("last_seen_at")}::timestamptz[], ${column("last_at")}::timestamptz[], ${rows.map(valuesText)}::text[],
        ${column("battery")}::real[], ${rows.map(({ faults }) => JSON.stringify(faults))}::text[], ${column("differs")}::boolean[]
      ) as r (district, device, state, since, last_seen_at, last_at, last_values, battery, faults, differs)
    ), before as materialized (
      select s.district, s.device, s.state, s.battery from given g
      join device_states s on s.district = g.district and s.device = g.device where g.differs
    ), kept as (
      insert into device_states as s (district, device, state, since, last_seen_at, last_at, last_values, battery, faults)
      select district, device, state, since, last_seen_at, last_at, last_values::real[], battery, faults::jsonb from given order by district, device
      on conflict (district, device) do update set
        state = case when s.last_seen_at > excluded.last_seen_at then s.state else excluded.state end,
        since = case when s.last_seen_at > excluded.last_seen_at then s.since else excluded.since end,
        last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at),
        last_at = greatest(s.last_at, excluded.last_at),
        last_values = case when s.last_at > excluded.last_at then s.last_values else coalesce(excluded.last_values, s.last_values) end,
        battery = coalesce(excluded.battery, s.battery),
        faults = case when excluded.faults = '{}' then s.faults else s.faults || excluded.faults end
      returning s.district, s.device, s.state, s.since, s.battery
    ), noted as (
      insert into device_state_changes (district, device, at, was, state)
      select k.district, k.device, coalesce(k.since, now()), coalesce(b.state, 'silent'), k.state
      from given g join kept k on k.district = g.district and k.device = g.device
      left join before b on b.district = k.district and b.device = k.device
      where g.differs and k.state <> coalesce(b.state, 'silent')
      on conflict do nothing
    )
    select d.district, d.id, d.unit, d.town, k.state, k.battery
    from given g join kept k on k.district = g.district and k.device = g.device
    left join before b on b.district = k.district and b.device = k.device
    join devices d on d.district = k.district and d.number = k.device
    where g.differs and (k.state <> coalesce(b.state, 'silent')
       or coalesce(k.battery < ${lowBattery}, false) <> coalesce(b.battery < ${lowBattery}, false))`;
  return write(db, "system", async (tx) => {
    const { rows: changed } = await save.execute(tx);
    await announce(tx, announcementsOf(changed));
    return changed.length > 0;
  });
}

const valuesText = ({ last_values }: DeviceStateRow): string | null =>
  last_values && `{${last_values.map((value) => value ?? "NULL").join(",")}}`;

function announcementsOf(changed: readonly Changed[]): Announcement[] {
  const byTown = Map.groupBy(changed, ({ town, district }) => town ?? district);
  return [...byTown].flatMap(([place, devices]): Announcement[] => {
    const town = devices[0]!.town;
    if (devices.length <= mostNamed)
      return devices.map(({ unit, state, battery, ...key }) => ({
        kind: "device",
        subject: deviceId(key),
        act: "state",
        town,
        parties: [unit],
        payload: { state, battery },
      }));
    const parties = [...new Set(devices.map(({ unit }) => unit))];
    return [{ kind: "device", subject: place, act: "states", town, parties }];
  });
}

/** Periodic: what lies farther back than the map can be asked. */
export const forgetOldStates = ({ db, now }: Pick<Context, "db" | "now">): Promise<unknown> =>
  write(db, "system", (tx) =>
    tx
      .deleteFrom("device_state_changes")
      .where("at", "<", new Date(now() - historyDays * dayMs))
      .execute(),
  );
