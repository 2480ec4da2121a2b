import { streamDevices } from "@gezhi/simulator/device-stream.ts";
import { playHistories, playOpenings } from "@gezhi/simulator/openings.ts";
import { streamPeople } from "@gezhi/simulator/people-stream.ts";
import { Stage } from "@gezhi/simulator/scenes/scene.ts";
import { Stream } from "@gezhi/simulator/stream.ts";
import { sql } from "kysely";
import type { Context } from "../features/context.ts";
import { read } from "../platform/database/scope.ts";

/** How many incidents stand on the screens at first sight, and how many steps their staff have taken. */
const first = { reports: 60, steps: 150 };
/** As much as a report needs on its way: with less the demo's screens fill with what is overdue. */
const stepsPerReport = 8;

/** The gentle stream of demo mode: speaks to this server's own public interface, and all it makes is marked simulated. */
export async function startDemoStream(
  context: Context,
  url: string,
  mqttPort: number | undefined,
): Promise<() => Promise<void>> {
  const { config, db, log } = context;
  if (!config.GEZHI_DEMO || config.DEMO_RATE === 0) return async () => undefined;
  const stop = new AbortController();
  // Numbers are also taken by what was rolled back, a rehearsal for one: they only tell one run from another.
  const { used, empty } = await read(db, "system", async (tx) => {
    const { rows } = await sql<{ used: string; empty: boolean }>`
      select last_value::text as used, not exists (select from reports) as empty from report_numbers`.execute(
      tx,
    );
    return rows[0]!;
  });
  const made = Number(used);
  const say = (line: string) => log.debug({ line }, "demo stream");
  const stream = new Stream({
    base: url,
    seed: made,
    rate: config.DEMO_RATE / 60,
    work: true,
    steps: stepsPerReport,
    signal: stop.signal,
    say,
  });
  const running = (async () => {
    if (empty) {
      await Promise.all([
        playHistories(new Stage(url, made, say)),
        stream.burst(first.reports, first.steps),
      ]);
      if (!stop.signal.aborted) await playOpenings(new Stage(url, made, say));
    }
    await stream.run();
  })().catch((error: unknown) => log.warn({ err: error }, "the demo stream ended"));
  const moving = streamPeople({
    base: url,
    seed: made + 1,
    signal: stop.signal,
    say: (line) => log.debug({ line }, "demo people"),
  }).catch((error: unknown) => log.warn({ err: error }, "the demo people ended"));
  const publishing =
    mqttPort === undefined
      ? undefined
      : streamDevices({
          base: url,
          broker: `mqtt://127.0.0.1:${mqttPort}`,
          seed: made,
          signal: stop.signal,
          say: (line) => log.debug({ line }, "demo devices"),
        }).catch((error: unknown) => log.warn({ err: error }, "the demo devices ended"));
  return async () => {
    stop.abort();
    await running;
    await moving;
    await publishing;
  };
}
