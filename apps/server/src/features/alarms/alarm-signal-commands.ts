import { againAfterDeadlock } from "../../platform/database/deadlock.ts";
import { lockKey, type Tx, write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { type Cause, groupOf, prepareAlarmIntake } from "./alarm-intake-commands.ts";
import { flush, nothingYet } from "./alarm-later-commands.ts";
import { latestKey, lockLatest, lockLatestOf } from "./alarm-queries.ts";
import { claimSignals, insertSignal, setAllHandled, type Waiting } from "./alarm-signal-queries.ts";
import { type AlarmRow, opensIncident, type SignalRow } from "./alarm-tables.ts";
import {
  comeBack,
  endCondition,
  type Given,
  lower,
  measured,
  raise,
  rise,
} from "./alarm-turn-commands.ts";
import { isQuiet } from "./hour-rules.ts";
import { findCalled } from "./nearest-queries.ts";
import { ruleInForce } from "./rule-store.ts";

/** A signal with what its rule makes of it; `left`: why nothing will. */
export type Judgement = {
  signal: SignalRow;
  cause: Cause | undefined;
  left: string | undefined;
  /** It may open or join an incident; alarms of one cause come one after the other then, so that a storm is seen as one. */
  storm: string | undefined;
};

export function judge(context: Context, { signal, device }: Waiting): Judgement {
  const inForce = device ? ruleInForce(context, device, signal.rule) : undefined;
  if (!device || (!inForce && signal.kind !== "clear"))
    return {
      signal,
      cause: undefined,
      left: device ? "规则已删除" : "没有这台设备",
      storm: undefined,
    };
  const level = signal.level ?? "blue";
  const cause: Cause | undefined = inForce && {
    device,
    inForce,
    level,
    measured: measured(signal),
    quiet: isQuiet(inForce.rule, level, context.now()),
  };
  const opens =
    cause && (signal.kind === "raise" || signal.kind === "levelUp") && opensIncident(level);
  return {
    signal,
    cause,
    left: undefined,
    storm: opens ? `storm ${device.town ?? device.district} ${groupOf(cause)}` : undefined,
  };
}

/**
 * Signals of different devices in one transaction: alarm, incident, notices to post and district centre, outside calls,
 * steps and live message stand or fall together, so a worker that is killed loses nothing and repeats nothing. Says how
 * many it took: none that another worker has, or that has an earlier one of its device and rule before it.
 */
export async function handleTogether(
  context: Context,
  judgements: readonly Judgement[],
): Promise<number> {
  const { locks, take } = await prepareTogether(context, judgements);
  const handled = await againAfterDeadlock(() =>
    write(context.db, "system", take, { locks, keepPlans: true }),
  );
  if (handled > 0) context.hint();
  return handled;
}

class Rehearsed extends Error {}

/** The same with a signal that is made for it; nothing of it stays. */
export async function rehearse(context: Context, judgement: Judgement): Promise<void> {
  const { locks, take } = await prepareTogether(context, [judgement]);
  try {
    await write(
      context.db,
      "system",
      async (tx) => {
        await insertSignal(tx, judgement.signal);
        await take(tx);
        throw new Rehearsed();
      },
      { locks, keepPlans: true },
    );
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
  }
}

/** The locks its transaction begins with, and the transaction's work, which says how many signals it took. */
async function prepareTogether(context: Context, judgements: readonly Judgement[]) {
  const at = new Date(context.now());
  const prepared = await Promise.all(
    judgements.map(async (one) => {
      if (!one.cause || one.storm === undefined) return { ...one, intake: undefined };
      const cause = { ...one.cause, called: await findCalled(context, one.cause) };
      return { ...one, cause, intake: await prepareAlarmIntake(context, cause, one.signal.id, 0) };
    }),
  );
  const locks = prepared.flatMap(({ intake, storm, cause }) => [
    ...(intake?.locks ?? []),
    ...(storm === undefined || !cause
      ? []
      : [
          lockKey(
            cause.inForce.personal
              ? `wearer ${cause.device.district} ${cause.device.number}`
              : storm,
          ),
        ]),
  ]);
  const take = async (tx: Tx): Promise<number> => {
    const keys = prepared.map(({ signal }) => signal);
    const claimed = new Map((await claimSignals(tx, keys)).map((one) => [one.id, one]));
    const latest = await lockLatestOf(tx, [...claimed.values()]);
    const later = nothingYet();
    for (const { signal: seen, cause, intake, left } of prepared) {
      const signal = claimed.get(seen.id);
      if (!signal || left !== undefined) continue;
      const given = { signal, cause, intake, at, later };
      await applySignal(tx, context, given, latest.get(latestKey(signal)));
    }
    await flush(tx, later);
    await setAllHandled(
      tx,
      prepared.flatMap(({ signal: { district, id }, left = null }) =>
        claimed.has(id) ? { district, id, error: left } : [],
      ),
      at,
    );
    return claimed.size;
  };
  return { locks, take };
}

async function applySignal(
  tx: Tx,
  context: Context,
  given: Given,
  latest: AlarmRow | undefined,
): Promise<void> {
  const { signal, cause } = given;
  const { district, device, rule, kind } = signal;
  if (latest && signal.at < latest.signalled_at) return;
  const open = latest && (latest.status === "raised" || latest.status === "acknowledged");
  if (kind === "clear") {
    if (open) await endCondition(tx, context, latest, given);
    return;
  }
  if (!cause) return;
  if (kind === "levelDown") {
    if (open) await lower(tx, context, latest, cause, given);
    return;
  }
  if (open) return rise(tx, context, latest, cause, given);
  if (latest && isWithinWindow(latest, cause, signal))
    return comeBack(tx, context, latest, cause, given);
  if (await raise(tx, context, cause, given)) return;
  const other = await lockLatest(tx, district, device, rule);
  if (other) await rise(tx, context, other, cause, given);
}

const isWithinWindow = (alarm: AlarmRow, { inForce }: Cause, { at }: SignalRow): boolean => {
  const ended = alarm.condition_ended_at ?? alarm.cleared_at ?? alarm.updated_at;
  return at.getTime() - ended.getTime() < inForce.rule.dedupeMinutes * 60_000;
};
