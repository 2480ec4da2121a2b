import type { DeviceState } from "@gezhi/contract/devices.ts";
import type { LevelValues } from "@gezhi/contract/sensing.ts";
import { sql, type RawBuilder } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import { read } from "../../platform/database/scope.ts";

/** What ingest needs of a device, and where it stood when it was last flushed. */
export type IngestDevice = {
  district: string;
  number: number;
  code: string;
  profile: string;
  unit: string;
  overrides: Record<string, LevelValues>;
  consent_at: Date | null;
  gateway: string | null;
  password_hash: string | null;
  maintenance_until: Date | null;
  retired_at: Date | null;
  /** Epoch milliseconds of its last change. */
  changed: number;
  state: DeviceState | null;
  since: Date | null;
  last_seen_at: Date | null;
  last_at: Date | null;
  last_values: (number | null)[] | null;
  battery: number | null;
  faults: Record<string, { count: number; lastAt: string; reason?: string }> | null;
};

const rowsOf = async (db: Db, which: RawBuilder<unknown>): Promise<IngestDevice[]> => {
  const query = sql<IngestDevice>`
    select d.district, d.number, d.code, d.profile, d.unit, d.overrides, d.consent_at, d.gateway, d.password_hash,
           d.maintenance_until, d.retired_at, extract(epoch from d.updated_at)::float8 * 1000 as changed,
           s.state, s.since, s.last_seen_at, s.last_at, s.last_values, s.battery, s.faults
    from devices d left join device_states s on s.district = d.district and s.device = d.number ${which}`;
  return (await read(db, "system", (tx) => query.execute(tx))).rows;
};

/** Retired ones too: what comes in their name is told from what nobody knows. */
export const devicesAfter = (
  db: Db,
  after: { district: string; number: number },
  limit: number,
): Promise<IngestDevice[]> =>
  rowsOf(
    db,
    sql`where (d.district, d.number) > (${after.district}, ${after.number}) order by d.district, d.number limit ${limit}`,
  );

export const devicesByCode = (db: Db, codes: readonly string[]): Promise<IngestDevice[]> =>
  rowsOf(db, sql`where d.code = any(${codes}::text[])`);

export type ChangedDevice = { district: string; number: number; changed: number };

/** Which devices changed, and when: what is known already needs no second look. */
export async function changedDevices(db: Db, since: Date): Promise<ChangedDevice[]> {
  const query = sql<ChangedDevice>`
    select district, number, extract(epoch from updated_at)::float8 * 1000 as changed from devices where updated_at > ${since}`;
  return (await read(db, "system", (tx) => query.execute(tx))).rows;
}

export const devicesOf = (
  db: Db,
  districts: readonly string[],
  numbers: readonly number[],
): Promise<IngestDevice[]> =>
  rowsOf(
    db,
    sql`join unnest(${districts}::text[], ${numbers}::bigint[]) as k (district, number) on d.district = k.district and d.number = k.number`,
  );

export type SeenDevice = { number: number; last_seen_at: Date; state: DeviceState };

/** When devices were last heard by any process. */
export async function lastSeenOf(
  db: Db,
  keys: { districts: readonly string[]; numbers: readonly number[] },
): Promise<SeenDevice[]> {
  const { rows } = await sql<SeenDevice>`
    select s.device as number, s.last_seen_at, s.state from device_states s
    join unnest(${keys.districts}::text[], ${keys.numbers}::bigint[]) as k (district, number)
      on s.district = k.district and s.device = k.number
    where s.last_seen_at is not null`.execute(db);
  return rows;
}

/** Numbers by district: what is removed is found by the key of the readings. */
export async function devicesOfProfile(
  db: Db,
  profile: string,
): Promise<{ district: string; numbers: number[] }[]> {
  const query = sql<{ district: string; numbers: number[] }>`
    select district, array_agg(number order by number)::text[] as numbers from devices where profile = ${profile} group by district`;
  const { rows } = await read(db, "system", (tx) => query.execute(tx));
  return rows.map(({ district, numbers }) => ({ district, numbers: numbers.map(Number) }));
}
