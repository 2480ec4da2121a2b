import { fireDueRungs, reprojectCalendars } from "../clocks/clock-job.ts";
import type { Context } from "../context.ts";
import { archiveClosed, resumeDueReviews } from "./incident-timers.ts";

export type Job = { name: string; everyMs: number; run: () => Promise<unknown> };

const second = 1_000;
const minute = 60 * second;
/** Calendars are looked at again although no change was heard of: another process may have been the only one to hear. */
const calendarsAtLeastEvery = 60 * minute;

/** What a process with jobs does for incidents by itself. Any number of processes may; each piece of work is claimed. */
export function incidentJobs(context: Context): Job[] {
  let calendarsDueAt = 0;
  context.configuration.onCalendarChanged(() => {
    calendarsDueAt = 0;
  });
  const calendars = async () => {
    if (context.now() < calendarsDueAt) return;
    calendarsDueAt = context.now() + calendarsAtLeastEvery;
    await reprojectCalendars(context);
  };
  return [
    { name: "clock rungs", everyMs: second, run: () => fireDueRungs(context) },
    { name: "working calendars", everyMs: 5 * second, run: calendars },
    { name: "suspension reviews", everyMs: 15 * second, run: () => resumeDueReviews(context) },
    { name: "archive", everyMs: 10 * minute, run: () => archiveClosed(context) },
  ];
}
