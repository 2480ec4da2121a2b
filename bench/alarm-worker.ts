import { sql } from "kysely";
import { connectAsOwner, type Db } from "../apps/server/src/platform/database/connect.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";

const waiting = 3000;
const least = 150;
const town = "500108102";
/** How long a red signal may take while so many others wait. */
const mostRedMs = 500;
const reds = 20;
const patienceMs = 120_000;

type Kind = { name: string; rule: string; level: "blue" | "yellow"; stormy: boolean; note: string };
const kinds: Kind[] = [
  { name: "quiet", rule: "SE01", level: "blue", stormy: false, note: "no incident" },
  { name: "apart", rule: "SE01", level: "yellow", stormy: false, note: "an incident each" },
  { name: "storm", rule: "SE12", level: "yellow", stormy: true, note: "one incident" },
];

/** Each device in a grid of its own, all over the city; a storm's all lie in one town. */
async function addDevices(owner: Db, { name, rule, stormy }: Kind, many: number) {
  const { rows } = await sql<{ district: string; number: number }>`
    with grids as (
      select code, lon, lat, row_number() over (order by md5(code)) - 1 as place from units
      where level = 'grid' and valid_to is null and starts_with(code, ${stormy ? town : ""})
    ), counted as (select count(*) as grids from grids)
    insert into devices (district, id, code, name, profile, unit, town, lon, lat, place, created_at, updated_at)
    select left(g.code, 6), gen_random_uuid(), ${name} || '-' || n, '试验设备', ${rule}, g.code, left(g.code, 9),
      g.lon, g.lat, ${name} || ' ' || n, now(), now()
    from generate_series(0, ${many - 1}::int) as n cross join counted join grids g on g.place = n % counted.grids
    order by n returning district, number`.execute(owner);
  return rows;
}

let made = 0;
const nextId = (): string => {
  const time = Date.now().toString(16).padStart(12, "0");
  const count = (made += 1).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${count}`;
};

/** What ingest writes, all in one transaction: the worker sees them at one moment. */
const addSignals = (
  owner: Db,
  devices: readonly { district: string; number: number }[],
  { rule, level }: { rule: string; level: string },
) => {
  // Ids grow in order, as version 7 does.
  const rows = devices.map(({ district, number }) => ({ district, device: number, id: nextId() }));
  return sql`
    insert into alarm_signals (district, id, device, rule, kind, level, value, threshold, at, decided_at)
    select district, id, device, ${rule}, 'raise', ${level}, 400, 300, now(), clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (district text, id uuid, device bigint)`.execute(
    owner,
  );
};

const left = async (owner: Db): Promise<number> => {
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from alarm_signals where handled_at is null`.execute(owner);
  return rows[0]!.left;
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function settle(owner: Db): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while ((await left(owner)) > 0 && performance.now() < deadline) await pause(100);
}

/** Milliseconds from the decision to the alarm of each red signal that came in while the others waited. */
async function redsBeside(owner: Db, numbers: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ ms: number }>`
    select extract(epoch from handled_at - decided_at)::float8 * 1000 as ms
    from alarm_signals where device = any(${numbers}::bigint[]) and handled_at is not null`.execute(
    owner,
  );
  return rows.map(({ ms }) => ms);
}

await inFolder(async (folder) => {
  const server = await startServer(folder);
  const owner = connectAsOwner(server.databaseUrl);
  try {
    for (const kind of kinds) {
      const devices = await addDevices(owner, kind, waiting);
      const alarmed = await addDevices(
        owner,
        { ...kind, name: `${kind.name}-red`, rule: "SE04", stormy: false },
        reds,
      );
      const started = performance.now();
      await addSignals(owner, devices, kind);
      for (const device of alarmed) {
        if ((await left(owner)) === 0) break;
        await addSignals(owner, [device], { rule: "SE04", level: "red" });
        await pause(100);
      }
      await settle(owner);
      const seconds = (performance.now() - started) / 1000;
      const unhandled = await left(owner);
      const rate = (waiting - unhandled) / seconds;
      const waits = await redsBeside(
        owner,
        alarmed.map(({ number }) => number),
      );
      const { rows } = await sql<{ failed: number; incidents: number; alarms: number }>`
        select (select count(*)::int from alarm_signals where error is not null) as failed,
          count(*)::int as alarms, count(distinct a.incident)::int as incidents
        from alarms a join devices d on d.district = a.district and d.number = a.device
        where starts_with(d.code, ${`${kind.name}-`})`.execute(owner);
      const { failed, alarms, incidents } = rows[0]!;
      print({
        name: `alarm-worker/${kind.name}`,
        value: rate,
        unit: "signals/s",
        p50: null,
        p99: null,
        limit: least,
        n: waiting,
        note: `ratio at least 1; ${kind.note}; ${alarms} alarms, ${incidents} incidents, ${unhandled} not handled, ${failed} failed`,
      });
      const { p50, p99 } = times(waits);
      print({
        name: `alarm-worker/red-beside-${kind.name}`,
        value: p99,
        unit: "ms",
        p50,
        p99,
        limit: mostRedMs,
        n: waits.length,
        note: `decision to alarm, one every 100 ms while ${waiting} waited`,
      });
    }
  } finally {
    await owner.destroy();
    await server.stop();
  }
});
