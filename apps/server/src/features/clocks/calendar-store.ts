import { createHash } from "node:crypto";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Context } from "../context.ts";
import type { WorkingCalendar } from "./working-calendar.ts";
import { buildCalendar, type CalendarRow } from "./working-calendar-rows.ts";

type Configuration = Context["configuration"];
type Built = { key: string; calendar: WorkingCalendar };

/** By configuration and by the unit whose document it is: usually the city's alone. */
const built = new WeakMap<Configuration, Map<string, Built>>();
/** The first version counts from here, so that clocks older than the platform's first document have days. */
const earliest = "2024-01-01";

/**
 * The working calendar that holds at `unit`: all versions of the nearest document above it. Fails loudly when there is
 * none. Its `version` differs between units and versions alike, so that a clock knows when its projection is out of date.
 */
export function calendarFor(configuration: Configuration, unit: string): WorkingCalendar {
  const { unit: owner } = configuration.current("calendar", unit);
  const versions = configuration
    .versions("calendar", owner)
    .filter(({ validFrom, validTo }) => validTo === null || validTo > validFrom);
  const key = versions
    .map(({ version, validFrom, validTo }) => `${version} ${validFrom} ${validTo}`)
    .join("/");
  const known = built.get(configuration) ?? new Map<string, Built>();
  built.set(configuration, known);
  const kept = known.get(owner);
  if (kept?.key === key) return kept.calendar;

  const rows = versions.flatMap(({ version, validFrom, validTo }, index): CalendarRow[] => {
    const document = configuration.version("calendar", owner, version);
    const from = index === 0 ? earliest : civilDateAt(Date.parse(validFrom));
    const to = validTo && civilDateAt(Date.parse(validTo));
    return document && (to === null || to > from)
      ? [{ version, validFrom: from, validTo: to, calendar: document.content }]
      : [];
  });
  const fingerprint = createHash("sha256").update(`${owner} ${key}`).digest().readUInt32BE() >>> 1;
  const calendar = { ...buildCalendar(owner, rows), version: fingerprint };
  known.set(owner, { key, calendar });
  return calendar;
}

/** Units that have a calendar of their own, the ones above first. */
export function unitsWithCalendar(configuration: Configuration): string[] {
  const root = configuration.root();
  return [root, ...configuration.unitsWithin(root)]
    .filter((unit) => configuration.versions("calendar", unit).length > 0)
    .toSorted((a, b) => a.length - b.length);
}
