import {
  closedStatuses,
  IncidentStatus,
  refusedStatuses,
  Urgency,
} from "@gezhi/contract/incidents.ts";
import type { IncidentCounts } from "@gezhi/contract/incident-answers.ts";
import { read } from "../../platform/database/scope.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Context } from "../context.ts";
import { handlersOf, scopeOf, seesStatistics, type Viewer } from "../identity/viewer.ts";
import {
  countSince,
  countUnit,
  countVisible,
  type UnitFigures,
} from "./incident-detail-queries.ts";

const dayMs = 86_400_000;

/** Midnight in Beijing, where "due today" ends. */
export const endOfDay = (at: Date): Date => new Date(startOfDay(at).getTime() + dayMs);

export const startOfDay = (at: Date): Date =>
  new Date(`${civilDateAt(at.getTime())}T00:00:00+08:00`);

/** Promise 2 at the unit asked for: open + closed + rejected + merged = reported. Rows one may not see count only where the statistics are open to one. */
export const countIncidents = (
  context: Context,
  viewer: Viewer,
  unit: string,
  withToday = false,
): Promise<IncidentCounts> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    const at = new Date(context.now());
    const found = seesStatistics(viewer, unit)
      ? await countUnit(tx, unit, at, endOfDay(at))
      : await countVisible(tx, unit, at, endOfDay(at), ownHandlers(viewer));
    const counts = figures(found);
    return withToday ? { ...counts, today: await countSince(tx, unit, startOfDay(at)) } : counts;
  });

/** Departments and liaison see no unit, only their own tickets: these are few, and found without looking at the rest. */
const ownHandlers = (viewer: Viewer): string[] | null =>
  [...viewer.full, ...viewer.masked].every((token) => token.includes("/"))
    ? handlersOf(viewer)
    : null;

export function figures({ byStatus, open }: UnitFigures): IncidentCounts {
  const sum = (statuses: readonly IncidentStatus[]) =>
    statuses.reduce((total, status) => total + (byStatus[status] ?? 0), 0);
  const closed = sum(closedStatuses);
  const rejected = sum(refusedStatuses);
  const merged = sum(["merged"]);
  const reported = sum(IncidentStatus.options);
  const total = (of: (row: UnitFigures["open"][number]) => number) =>
    open.reduce((all, row) => all + of(row), 0);
  return {
    reported,
    open: reported - closed - rejected - merged,
    closed,
    rejected,
    merged,
    overdue: total((row) => row.overdue),
    dueToday: total((row) => row.dueToday),
    byUrgency: Object.fromEntries(
      Urgency.options.map((urgency, rank) => [
        urgency,
        open.filter((row) => row.rank === rank).reduce((all, row) => all + row.n, 0),
      ]),
    ),
    byStatus,
  };
}
