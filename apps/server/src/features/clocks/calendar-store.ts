import type { Context } from "../context.ts";
import type { WorkingCalendar } from "./working-calendar.ts";
import { buildCalendar } from "./working-calendar-rows.ts";

type Configuration = Context["configuration"];
/** One calendar usually serves a whole city: a handful of versions is kept for each configuration. */
const built = new WeakMap<Configuration, Map<string, WorkingCalendar>>();
const keptVersions = 64;
const earliestYear = 2024;

/** The working calendar that holds at `unit`: the nearest version above it. Fails loudly when there is none. */
export function calendarFor(configuration: Configuration, unit: string): WorkingCalendar {
  const current = configuration.current("calendar", unit);
  const kept = built.get(configuration) ?? new Map<string, WorkingCalendar>();
  built.set(configuration, kept);
  const key = `${current.unit}@${current.version}`;
  const known = kept.get(key);
  if (known) return known;

  const years = current.content.exceptions.map(({ date }) => Number(date.slice(0, 4)));
  const validFrom = `${Math.min(earliestYear, ...years)}-01-01`;
  const calendar = buildCalendar(current.unit, [
    { version: current.version, validFrom, validTo: null, calendar: current.content },
  ]);
  if (kept.size >= keptVersions) kept.clear();
  kept.set(key, calendar);
  return calendar;
}
