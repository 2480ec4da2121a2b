import type { DeviceState } from "@gezhi/contract/devices.ts";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";

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
};

/**
 * What ingest saw of devices since its last flush, in one statement. Several processes may hear one device: the newest
 * instants win, and the faults are those that the process which heard last has counted.
 */
export async function saveDeviceStates(db: Db, rows: readonly DeviceStateRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into device_states as s (district, device, state, since, last_seen_at, last_at, last_values, battery, faults)
    select r.district, r.device, r.state, r.since, r.last_seen_at, r.last_at, r.last_values, r.battery, r.faults
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (district text, device bigint, state text, since timestamptz,
      last_seen_at timestamptz, last_at timestamptz, last_values real[], battery real, faults jsonb)
    order by r.district, r.device
    on conflict (district, device) do update set
      state = case when s.last_seen_at > excluded.last_seen_at then s.state else excluded.state end,
      since = case when s.last_seen_at > excluded.last_seen_at then s.since else excluded.since end,
      last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at),
      last_at = greatest(s.last_at, excluded.last_at),
      last_values = case when s.last_at > excluded.last_at then s.last_values else coalesce(excluded.last_values, s.last_values) end,
      battery = coalesce(excluded.battery, s.battery),
      faults = s.faults || excluded.faults`.execute(db);
}
