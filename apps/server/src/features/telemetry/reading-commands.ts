import { sql } from "kysely";
import { DeviceProfiles } from "@gezhi/contract/sensing.ts";
import type { Db } from "../../platform/database/connect.ts";
import { latestHours } from "@gezhi/contract/telemetry.ts";
import type { Context } from "../context.ts";
import { devicesOfProfile } from "../devices/ingest-queries.ts";

const day = 86_400_000;
const hourMs = 3_600_000;
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The days that readings may fall into, a week ahead. */
export async function makeReadingPartitions(db: Db, now: number): Promise<void> {
  const first = dateOf(now - latestHours * hourMs - day);
  const last = dateOf(now + 7 * day);
  await sql`select make_reading_partitions(${first}::date, ${last}::date)`.execute(db);
}

/** Between the server's instant of a reading and its commit lies less than this. */
const commitsWithinMs = 120_000;

/**
 * Hourly values from raw ones. Whatever arrived since the last time names the hours to compute anew, so a reading that
 * comes two days late changes the hour it belongs to. An hour is computed once it is over; what came in one hour at a
 * time, so that after a long pause no statement has days to do and what is done stays.
 */
export async function rollUpReadings(context: Pick<Context, "db" | "now">): Promise<void> {
  for (let more = true; more;) more = await rollUpOneHour(context);
}

const hourOf = (at: number): number => Math.floor(at / hourMs) * hourMs;

/** What came until the end of the hour in which the last time ended; false when there is no whole hour more. */
async function rollUpOneHour({ db, now }: Pick<Context, "db" | "now">): Promise<boolean> {
  const decided = now() - commitsWithinMs;
  const latest = hourOf(decided);
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(1412)`.execute(tx);
    const { rows } = await sql<{
      until: Date;
    }>`select until from reading_marks where name = 'hours'`.execute(tx);
    const since = rows[0]?.until ?? new Date(hourOf(now() - 4 * day));
    const until = new Date(Math.min(hourOf(since.getTime()) + hourMs, latest));
    if (since >= until) return false;
    // Of the last hour also what came a little late.
    const received = until.getTime() === latest ? new Date(decided) : until;
    await sql`
      with touched as (
        select distinct district, device, date_trunc('hour', at, 'UTC') as hour from readings
        where received_at >= ${since} and received_at < ${received} and at >= ${new Date(since.getTime() - 3 * day)} and at < ${until}
      )
      insert into reading_hours (district, device, metric, hour, count, least, most, sum)
      select r.district, r.device, v.metric - 1, t.hour, count(*), min(v.value), max(v.value), sum(v.value::double precision)
      from touched t
      join readings r on r.district = t.district and r.device = t.device and r.at >= t.hour and r.at < t.hour + interval '1 hour'
      cross join lateral unnest(r."values") with ordinality as v (value, metric)
      where v.value is not null
      group by 1, 2, 3, 4
      on conflict (district, device, metric, hour) do update set
        count = excluded.count, least = excluded.least, most = excluded.most, sum = excluded.sum`.execute(
      tx,
    );
    await sql`
      insert into reading_marks (name, until) values ('hours', ${until})
      on conflict (name) do update set until = excluded.until`.execute(tx);
    return until.getTime() < latest;
  });
}

/** Raw readings of each profile go after its days; a partition goes whole when no profile keeps it. */
export async function removeOldReadings({
  db,
  now,
  configuration,
}: Pick<Context, "db" | "now" | "configuration">): Promise<void> {
  const { profiles } = DeviceProfiles.parse(
    configuration.current("deviceProfiles", configuration.root()).content,
  );
  const longest = Math.max(...profiles.map(({ retentionDays }) => retentionDays));
  await sql`select drop_reading_partitions(${dateOf(now() - longest * day)}::date)`.execute(db);
  for (const { code, retentionDays } of profiles) {
    if (retentionDays === longest) continue;
    const before = new Date(`${dateOf(now() - retentionDays * day)}T00:00:00Z`);
    for (const { district, numbers } of await devicesOfProfile(db, code))
      await sql`
        delete from readings where district = ${district} and device = any(${numbers}::bigint[]) and at < ${before}`.execute(
        db,
      );
  }
}
