import { incidentId, type Key } from "@gezhi/contract/ids.ts";
import { isAway } from "../../platform/database/away.ts";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import { createResting } from "../../platform/resting.ts";
import type { Context } from "../context.ts";
import { actOnRungs, lockForTimer, recordReprojection } from "../incidents/overdue-commands.ts";
import { calendarFor, unitsWithCalendar } from "./calendar-store.ts";
import { isKept } from "./clock-plan-rules.ts";
import {
  type DueClock,
  findClocks,
  findDueClocks,
  findIncidentsOfOtherCalendar,
  insertRung,
  putReprojection,
  rowOf,
  setClock,
} from "./clock-queries.ts";
import { type DueRung, dueRungs, isStale, rungsFor } from "./clock-rung-rules.ts";

const portion = 200;

/** The calendars that all running clocks were last projected with, and when that was looked at. */
const projected = new WeakMap<Context, { state: string; at: number }>();
const lookAgainMs = 3_600_000;

const failing = createResting(60_000);
const unprojected = createResting(60_000);

/**
 * Fires every rung that is due. Any number of workers may run it: the claim is a row that only one can insert, and it
 * stands or falls with what the rung does, so a killed worker loses nothing and repeats nothing. Says how many fired.
 */
export async function fireDueRungs(context: Context): Promise<number> {
  let fired = 0;
  for (;;) {
    const at = context.now();
    const due = await read(context.db, "system", (tx) =>
      findDueClocks(tx, new Date(at), failing.at(at), portion),
    );
    let progress = 0;
    for (const clock of due) {
      try {
        const done = await write(context.db, "system", (tx) => fireClock(tx, context, clock, at));
        progress += done === "busy" ? 0 : 1;
        fired += done === "fired" ? 1 : 0;
      } catch (error) {
        failing.lay(clock.id, at);
        // The next look goes past it.
        progress += 1;
        context.log.error(
          { err: error, clock: clock.id },
          "a rung did not fire, trying again in a minute",
        );
      }
    }
    if (fired > 0) context.hint();
    if (due.length < portion || progress === 0) return fired;
  }
}

/** Takes the incident first, as every act does, so that the two never wait for each other. */
async function fireClock(
  tx: Tx,
  context: Context,
  due: DueClock,
  at: number,
): Promise<"fired" | "moved" | "busy"> {
  const key: Key = { district: due.district, id: due.incident };
  const incident = await lockForTimer(tx, key);
  if (!incident) return "busy";
  const clock = (await findClocks(tx, key)).find(({ id }) => id === due.id);
  if (
    !clock ||
    isStale({ clockId: due.id, epoch: due.epoch }, { clockId: clock.id, epoch: clock.state.epoch })
  )
    return "moved";

  const calendar = calendarFor(context.configuration, incident.unit);
  const rungs = dueRungs(clock.state, calendar, at, clock.fired, rungsFor(clock.urgency));
  const won: DueRung[] = [];
  for (const rung of rungs) {
    const claim = {
      district: key.district,
      clock: clock.id,
      epoch: clock.state.epoch,
      rung: rung.percent,
      at: new Date(at),
    };
    if (await insertRung(tx, claim)) won.push(rung);
  }
  const fired = [...clock.fired, ...rungs.map(({ percent }) => percent)];
  await setClock(tx, rowOf({ ...clock, fired }, key, calendar));

  await actOnRungs(tx, context, incident, clock, won, new Date(at));
  return won.length > 0 ? "fired" : "moved";
}

/**
 * After a calendar changed, the running working-time clocks below it get their instants anew; what was settled stays.
 * Idempotent: a clock says with which calendar it was projected. One that fails or is held just now is left to a later
 * round; the portions go on past it. Says how many incidents moved.
 */
export async function reprojectCalendars(context: Context, most = portion): Promise<number> {
  const { configuration } = context;
  const owners = unitsWithCalendar(configuration);
  const state = owners.map((owner) => calendarFor(configuration, owner).version).join();
  const last = projected.get(context);
  if (last?.state === state && context.now() < last.at + lookAgainMs) return 0;

  const left = unprojected.at(context.now());
  let moved = 0;
  for (const unit of owners) {
    const below = owners.filter((other) => other !== unit && other.startsWith(unit));
    const { version } = calendarFor(configuration, unit);
    for (;;) {
      const stale = await read(context.db, "system", (tx) =>
        findIncidentsOfOtherCalendar(tx, { unit, below, version }, left, most),
      );
      const before = moved;
      for (const key of stale)
        if (await tryReproject(context, key)) moved += 1;
        else left.push(key.id);
      if (moved > before) context.hint();
      if (stale.length < most) break;
    }
  }
  if (left.length === 0) projected.set(context, { state, at: context.now() });
  return moved;
}

async function tryReproject(context: Context, key: Key): Promise<boolean> {
  try {
    return await write(context.db, "system", (tx) => reproject(tx, context, key));
  } catch (error) {
    if (error instanceof Error && isAway(error)) throw error;
    unprojected.lay(key.id, context.now());
    context.log.error(
      { err: error, incident: incidentId(key) },
      "a calendar did not reach an incident, trying again in a minute",
    );
    return false;
  }
}

/** False when somebody acts on the incident just now. */
async function reproject(tx: Tx, context: Context, key: Key): Promise<boolean> {
  const at = new Date(context.now());
  const incident = await lockForTimer(tx, key);
  if (!incident) return false;
  const calendar = calendarFor(context.configuration, incident.unit);
  for (const clock of (await findClocks(tx, key)).filter(isKept)) {
    if (clock.state.runningSince === null || clock.state.basis !== "working") continue;
    await setClock(tx, rowOf(clock, key, calendar));
    await putReprojection(tx, {
      district: key.district,
      clock: clock.id,
      epoch: clock.state.epoch,
      at,
    });
  }
  await recordReprojection(tx, context, incident, at);
  return true;
}
