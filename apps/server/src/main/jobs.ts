import { posts } from "@gezhi/reference/load-reference.ts";
import { Logger as WorkerLogger, run } from "graphile-worker";
import { handleLane, removeOldSignals } from "../features/alarms/alarm-job.ts";
import { rehearseAlarms } from "../features/alarms/alarm-rehearsal.ts";
import { forgetRestingStates } from "../features/alarms/signal-commands.ts";
import { stepAlarms } from "../features/alarms/alarm-timer-commands.ts";
import { listenForHints, signalChannel } from "../features/live/live-hint.ts";
import { tellMissedVisits } from "../features/care/missed-visit-commands.ts";
import { fireDueRungs, reprojectCalendars } from "../features/clocks/clock-job.ts";
import type { Context } from "../features/context.ts";
import { forgetVisitors } from "../features/doors/door-commands.ts";
import { seedDemoDuty } from "../features/duty/duty-seed.ts";
import { forgetOldStops, tellLateTows } from "../features/fire-lanes/lane-timer-commands.ts";
import { deleteOutdatedClips, joinWaiting } from "../features/evidence/clip-commands.ts";
import { foldFigures, removeOldHours } from "../features/figures/figure-commands.ts";
import { removeOrphanFiles } from "../features/files/file-commands.ts";
import { followOccurrences } from "../features/hot-spots/hot-spot-commands.ts";
import { sweepIdentity } from "../features/identity/session-commands.ts";
import {
  archiveClosed,
  resumeDueReviews,
  tallyEnded,
} from "../features/incidents/incident-timers.ts";
import { rehomeIncidents } from "../features/incidents/rehome-commands.ts";
import { forgetOldMessages } from "../features/live/live-commands.ts";
import { stepChains } from "../features/notices/acceptance-chain.ts";
import {
  removeOldDeliveries,
  sendDigests,
  sendDueDeliveries,
} from "../features/notices/delivery-commands.ts";
import { carriedChannels } from "../features/notices/delivery-rules.ts";
import { forgetOldStates } from "../features/devices/device-state-commands.ts";
import { forgetOldPatrols } from "../features/patrols/patrol-commands.ts";
import { forgetExpired, forgetOldPlaces } from "../features/positions/position-commands.ts";
import { removeOldReadings, rollUpReadings } from "../features/telemetry/reading-commands.ts";
import type { Logger } from "../platform/log.ts";
import { putOffInRush } from "../platform/rush.ts";
import { within } from "./closing.ts";
import { loop, wakeableLoop } from "./loop.ts";
import { watchCopies } from "./reload.ts";

const stopPatienceMs = 3_000;

type Stop = () => Promise<void>;

/** Periodic work of a process; copies in memory are watched in every process, the rest only where jobs run. */
export async function startJobs(
  context: Context,
  url: string,
  roles: { jobs: boolean },
): Promise<Stop> {
  const { log } = context;
  const stops: Stop[] = [loop(log, "copies", 500, await watchCopies(context))];
  if (roles.jobs) {
    // A gateway that hangs holds up its own channel only.
    const deliveries = carriedChannels.map((channel) =>
      wakeableLoop(log, `deliveries ${channel}`, 1000, () => sendDueDeliveries(context, [channel])),
    );
    stops.push(
      loop(log, "clocks", 1000, () => fireDueRungs(context)),
      loop(log, "chains", 1000, () => stepChains(context)),
      ...deliveries.map(({ stop }) => stop),
      loop(log, "alarm timers", 1000, () => stepAlarms(context)),
      loop(log, "clips", 1000, () => joinWaiting(context)),
      startAlarms(context, url, () => {
        for (const { wake } of deliveries) wake();
      }),
      // Figures count what waits; a card may be a minute late.
      loop(
        log,
        "figures",
        250,
        putOffInRush(() => foldFigures(context), { mostMs: 120_000 }),
      ),
      loop(
        log,
        "hot spots",
        250,
        putOffInRush(() => followOccurrences(context), { mostMs: 120_000 }),
      ),
      loop(log, "visits", 15_000, () => tellMissedVisits(context)),
      loop(log, "calendars", 5000, () => reprojectCalendars(context)),
      await startPeriodic(context, url),
    );
  }
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Signals are taken the moment ingest says so; a lost hint costs a quarter of a second. */
function startAlarms(context: Context, url: string, onHandled: () => void): Stop {
  const lanes = (["red", "rest"] as const).map((lane) =>
    wakeableLoop(context.log, `alarms ${lane}`, 250, async () => {
      if ((await handleLane(context, lane)) > 0) onHandled();
    }),
  );
  const wake = () => {
    for (const lane of lanes) lane.wake();
  };
  const stopListening = listenForHints(url, wake, signalChannel);
  const rehearsal = rehearseAlarms(context).catch((error: unknown) =>
    context.log.warn({ err: error }, "alarms could not be rehearsed; the first one takes longer"),
  );
  return async () => {
    await stopListening();
    await rehearsal;
    await Promise.all(lanes.map(({ stop }) => stop()));
  };
}

/** Minute and daily work goes through one queue in the database, so that several processes do it once. Times are UTC. */
const crontab = `
* * * * * reviews ?max=3
* * * * * live ?max=1
* * * * * positions ?max=1
* * * * * tows ?max=1
*/10 * * * * sweep ?max=1
17 * * * * orphans ?max=1
27 * * * * clips ?max=3
37 * * * * tally ?max=1
*/5 * * * * rehome ?max=1
23 18 * * * archive ?max=3
41 18 * * * deliveries ?max=3
0 1,7 * * * digests ?max=3
6 * * * * readingHours ?max=3
53 19 * * * oldReadings ?max=3
37 * * * * signals ?max=1
11 17 * * * demoDuty ?fill=2d&max=3
11 19 * * * oldHours ?max=3
27 19 * * * visitors ?max=3
29 19 * * * oldLaneStops ?max=3
33 19 * * * oldPatrols ?max=3
*/10 * * * * oldPlaces ?max=1
43 * * * * oldStates ?max=1
`;

async function startPeriodic(context: Context, url: string): Promise<Stop> {
  const { config, db, now } = context;
  const runner = await run({
    connectionString: url,
    concurrency: 1,
    noHandleSignals: true,
    pollInterval: 5000,
    logger: quiet(context.log),
    crontab,
    taskList: {
      reviews: async () => void (await resumeDueReviews(context)),
      live: () => forgetOldMessages(context),
      positions: async () => void (await forgetExpired(context)),
      tows: async () => void (await tellLateTows(context)),
      oldPatrols: async () => void (await forgetOldPatrols(context)),
      oldPlaces: async () => void (await forgetOldPlaces(context)),
      oldStates: async () => void (await forgetOldStates(context)),
      oldLaneStops: async () => void (await forgetOldStops(context)),
      sweep: () => sweepIdentity(db, now()),
      clips: async () => void (await deleteOutdatedClips(context)),
      orphans: async () => void (await removeOrphanFiles(context)),
      deliveries: () => removeOldDeliveries(context),
      digests: async () => void (await sendDigests(context)),
      archive: async () => void (await archiveClosed(context)),
      readingHours: () => rollUpReadings(context),
      oldReadings: () => removeOldReadings(context),
      signals: async () => {
        await removeOldSignals(context);
        await forgetRestingStates(context.db);
      },
      oldHours: () => removeOldHours(context),
      visitors: () => forgetVisitors(context),
      tally: () => tallyEnded(context),
      rehome: async () => void (await rehomeIncidents(context)),
      demoDuty: async () => {
        if (config.GEZHI_DEMO) await seedDemoDuty(db, posts, now());
      },
    },
  });
  // After a fault of the database it may rest for a minute, and cannot be woken.
  return () => within(stopPatienceMs, runner.stop());
}

const quiet = (log: Logger) =>
  new WorkerLogger(() => (level, message, meta) => {
    // Not the error itself: it carries the whole connection.
    const reason = meta?.["error"] instanceof Error ? meta["error"].message : undefined;
    if (level === "error") log.error({ reason }, message);
    else if (level === "warning") log.warn({ reason }, message);
    else log.debug(message);
  });
