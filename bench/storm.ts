import { storm } from "../apps/simulator/src/scenes/storm.ts";
import { Stage } from "../apps/simulator/src/scenes/scene.ts";
import { connectAsOwner, type Db } from "../apps/server/src/platform/database/connect.ts";
import { sql } from "kysely";
import { print, times } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";
import { freePort } from "./support/telemetry.ts";

const town = "500108102";
const devices = 3000;
const mostIncidents = 1;
const mostPopups = 5;
/** So long is waited for signals after the scene is over, and for nothing to be left. */
const patienceMs = 240_000;

type Signals = { all: number; waiting: number; failed: number };

const countSignals = async (owner: Db): Promise<Signals> => {
  const { rows } = await sql<Signals>`
    select count(*)::int as all, count(*) filter (where handled_at is null)::int as waiting,
      count(*) filter (where error is not null)::int as failed
    from alarm_signals s join devices d on d.district = s.district and d.number = s.device
    where d.code like 'STORM-%'`.execute(owner);
  return rows[0]!;
};

/** Bounded: what has not been handled by then is reported as it is. */
async function settle(owner: Db): Promise<Signals> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const signals = await countSignals(owner);
    if (signals.waiting === 0 || performance.now() > deadline) return signals;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const figures = async (owner: Db) => {
  const { rows } = await sql<{
    alarmed: number;
    incidents: number;
    causes: number;
    popups: number;
    unlinked: number;
  }>`
    with mine as (
      select a.* from alarms a join devices d on d.district = a.district and d.number = a.device
      where d.code like 'STORM-%'
    )
    select count(distinct device)::int as alarmed,
      count(distinct incident)::int as incidents,
      count(distinct correlation_group)::int as causes,
      count(*) filter (where incident is null and level <> 'blue')::int as unlinked,
      (select count(*)::int from live_log where kind = 'alarm' and town = ${town}
        and (payload ->> 'popup')::boolean) as popups
    from mine`.execute(owner);
  return rows[0]!;
};

/** Devices without an alarm, by number: which of them tells whether the first, the last or any are lost. */
const silent = async (owner: Db): Promise<string[]> => {
  const { rows } = await sql<{ code: string }>`
    select code from devices d where code like 'STORM-%'
      and not exists (select from alarms a where a.district = d.district and a.device = d.number)
    order by number limit 40`.execute(owner);
  return rows.map(({ code }) => code.slice("STORM-".length));
};

const lags = async (owner: Db) => {
  const { rows } = await sql<{ ms: number; handled: Date }>`
    select extract(epoch from s.handled_at - s.decided_at)::float8 * 1000 as ms, s.handled_at as handled
    from alarm_signals s join devices d on d.district = s.district and d.number = s.device
    where d.code like 'STORM-%' and s.handled_at is not null`.execute(owner);
  const { rows: span } = await sql<{ ms: number }>`
    select extract(epoch from max(s.handled_at) - min(s.decided_at))::float8 * 1000 as ms
    from alarm_signals s join devices d on d.district = s.district and d.number = s.device
    where d.code like 'STORM-%'`.execute(owner);
  return { waits: rows.map(({ ms }) => ms), spanMs: span[0]?.ms ?? Number.NaN };
};

const line = (name: string, value: number, limit: number, n: number, note: string) =>
  print({
    name: `storm/${name}`,
    value,
    unit: "count",
    p50: null,
    p99: null,
    limit,
    n,
    note,
  });

await inFolder(async (folder) => {
  const mqtt = await freePort();
  const server = await startServer(folder, { MQTT_PORT: String(mqtt) });
  const owner = connectAsOwner(server.databaseUrl);
  try {
    const said: string[] = [];
    const stage = new Stage(server.url, 1, (text) => said.push(text), `mqtt://127.0.0.1:${mqtt}`);
    await storm.play(stage);
    const signals = await settle(owner);
    const { alarmed, incidents, causes, popups, unlinked } = await figures(owner);
    const { waits, spanMs } = await lags(owner);
    const { p50, p99 } = times(waits);
    line(
      "incidents",
      incidents,
      mostIncidents * Math.max(causes, 1),
      alarmed,
      `${causes} cause(s); ${unlinked} alarms without an incident; the scene said: ${said.at(-1)}`,
    );
    line("pop-ups", popups, mostPopups, alarmed, "messages of the town's screens with a pop-up");
    line(
      "lost",
      devices - alarmed,
      0,
      devices,
      `${signals.all} signals, ${signals.waiting} not handled, ${signals.failed} failed; without an alarm: ${(await silent(owner)).join(" ") || "none"}`,
    );
    print({
      name: "storm/handled",
      value: p99,
      unit: "ms",
      p50,
      p99,
      limit: 60_000,
      n: waits.length,
      note: `from decision to handled; first decision to last handled ${(spanMs / 1000).toFixed(1)} s, ${(spanMs / Math.max(waits.length, 1)).toFixed(1)} ms a signal, bounded by how fast they come`,
    });
  } finally {
    await owner.destroy();
    await server.stop();
  }
});
