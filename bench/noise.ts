import { playNight } from "../apps/simulator/src/scenes/night.ts";
import { Stage } from "../apps/simulator/src/scenes/scene.ts";
import { connectAsOwner } from "../apps/server/src/platform/database/connect.ts";
import { sql } from "kysely";
import { print } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";
import { freePort } from "./support/telemetry.ts";

const mostFalse = 3;

await inFolder(async (folder) => {
  const mqtt = await freePort();
  const server = await startServer(folder, { MQTT_PORT: String(mqtt) });
  const owner = connectAsOwner(server.databaseUrl);
  try {
    const stage = new Stage(server.url, 1, () => undefined, `mqtt://127.0.0.1:${mqtt}`);
    const started = new Date();
    const { hits, truths, trueDevices } = await playNight(stage);
    // From the alarms themselves: one that came and went again is counted as well.
    const { rows } = await sql<{ raised: number; wrong: number; popups: number }>`
      with raised as (
        select a.number, d.code = any(${trueDevices}::text[]) as "right"
        from alarms a join devices d on d.district = a.district and d.number = a.device
        where a.raised_at >= ${started}
      )
      select count(*)::int as raised, (count(*) filter (where not "right"))::int as wrong,
        (select count(distinct l.payload ->> 'number')::int from live_log l
          join raised r on r.number = l.payload ->> 'number'
          where l.kind = 'alarm' and (l.payload ->> 'popup')::boolean and not r."right") as popups
      from raised`.execute(owner);
    const { raised, wrong, popups } = rows[0]!;
    const line = { unit: "count", p50: null, p99: null };
    print({
      ...line,
      name: "noise/true",
      value: hits,
      limit: truths,
      n: truths,
      note: `ratio at least 1; ${raised} alarms in all`,
    });
    print({
      ...line,
      name: "noise/false-pop-ups",
      value: popups,
      limit: mostFalse,
      n: raised,
      note: `${wrong} alarms of devices where nothing was wrong`,
    });
  } finally {
    await owner.destroy();
    await server.stop();
  }
});
