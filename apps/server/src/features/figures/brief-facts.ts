import type { Counts, FigureBy, FigureRow } from "@gezhi/contract/figures.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { read } from "../../platform/database/scope.ts";
import { invalid } from "../../platform/problems.ts";
import { sectionsByCategory } from "../configuration/section-rules.ts";
import type { Context } from "../context.ts";
import { countStates } from "../devices/device-queries.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { handlerName, placeName } from "../organisation/post-directory.ts";
import { statusNames } from "../incidents/lifecycle-names.ts";
import type { BriefFacts, Compared, Line } from "./brief-types.ts";
import {
  countByUrgency,
  countOpenAt,
  findOverdue,
  findUrgent,
  type NamedIncident,
} from "./brief-queries.ts";
import { readFigures } from "./figures.ts";
import { dayOf } from "./period-rules.ts";

const dayMs = 86_400_000;
/** With which a day is compared. */
const daysBefore = 7;
/** Beyond this what was open then is no longer counted quickly: all that has ended since is looked at. */
const oldestDays = (unit: string): number => (unit.length >= townLength ? 92 : 31);
const townLength = 9;
const mostNamed = 30;

/** Everything a brief says, for who has the statistics of the unit; what names no incident is counted over all of it. */
export async function readBriefFacts(
  context: Context,
  viewer: Viewer,
  unit: string,
  day: string,
): Promise<BriefFacts> {
  const now = context.now();
  const start = Date.parse(`${day}T00:00:00+08:00`);
  if (start > now) throw invalid("日报只能选今天及以前的日期");
  const oldest = oldestDays(unit);
  if (dayOf(now) - start > oldest * dayMs)
    throw invalid(`日报可查最近 ${oldest} 天，更早的请看统计`);
  const end = start + dayMs;
  const cutoff = new Date(Math.min(end, now));
  const iso = (at: number) => new Date(at).toISOString();
  const ask = (by: FigureBy, from: number, to: number) =>
    readFigures(context, viewer, { unit, by, from: iso(from), to: iso(to) });

  const days = await ask("day", start - daysBefore * dayMs, end);
  const parts = async (by: FigureBy): Promise<Compared[]> => {
    const [today, yesterday, week] = await Promise.all([
      ask(by, start, end),
      ask(by, start - dayMs, start),
      ask(by, start - daysBefore * dayMs, start),
    ]);
    return comparedOf(today.rows, yesterday.rows, week.rows);
  };
  const groups = await parts("group");
  const sources = await parts("source");
  const categories = await parts("category");
  const sections = (await ask("section", start, end)).rows;

  const counted = await read(context.db, "system", async (tx) => ({
    open: await countOpenAt(tx, unit, cutoff),
    urgencies: await countByUrgency(tx, unit, [
      new Date(start - dayMs),
      new Date(start),
      new Date(end),
    ]),
    states: await countStates(tx, unit, viewer),
  }));
  const records = days.total.list !== null;
  const lists = records
    ? await read(context.db, scopeOf(viewer), async (tx) => ({
        urgent: await findUrgent(tx, unit, new Date(start), new Date(end), mostNamed + 1),
        overdue: await findOverdue(tx, unit, cutoff, mostNamed + 1),
      }))
    : null;

  const sectionOf = sectionsByCategory(context.configuration, unit);
  const line = (found: NamedIncident): Line => lineOf(context, found);
  return {
    unit,
    name: context.units.name(unit),
    issuer: handlerName(context, unit),
    start,
    cutoff: cutoff.getTime(),
    now,
    day: days.rows.at(-1)!.counts,
    simulated: sum(counted.urgencies, ({ simulated }) => simulated),
    before: days.rows.slice(0, -1).map(({ counts }) => counts),
    groups,
    sources,
    categories,
    urgencies: Urgency.options.map((urgency, rank) => {
      const found = counted.urgencies.find((row) => row.urgency_rank === rank);
      const open = counted.open.filter((row) => row.urgency_rank === rank);
      return {
        urgency,
        day: found?.day ?? 0,
        before: found?.before ?? 0,
        open: sum(open, ({ n }) => n),
        overdue: sum(open, ({ overdue }) => overdue),
      };
    }),
    sections: sections.map(({ key, name, counts }) => ({
      name,
      counts,
      open: sum(
        counted.open.filter(({ category }) => sectionOf.get(category) === key),
        ({ n }) => n,
      ),
      overdue: sum(
        counted.open.filter(({ category }) => sectionOf.get(category) === key),
        ({ overdue }) => overdue,
      ),
    })),
    urgent: lists && {
      lines: lists.urgent.slice(0, mostNamed).map(line),
      more: lists.urgent.length > mostNamed,
    },
    overdue: lists && {
      lines: lists.overdue.slice(0, mostNamed).map(line),
      more: lists.overdue.length > mostNamed,
    },
    devices: Object.fromEntries(counted.states.map(({ state, count }) => [state, count])),
  };
}

/** Kind, place and state: of what people wrote nothing, so that no name can come along. */
const lineOf = (context: Context, found: NamedIncident): Line => ({
  number: found.number,
  place: placeName(context, found.unit),
  category:
    context.configuration.category(found.category, found.unit, found.opened_at)?.name ??
    found.category,
  urgency: Urgency.options[found.urgency_rank]!,
  state: statusNames[found.status],
  openedAt: found.opened_at.getTime(),
  closedAt: found.closed_at?.getTime() ?? null,
  promisedAt: found.promised_at?.getTime() ?? null,
  simulated: found.simulated,
});

const sum = <T>(rows: readonly T[], of: (row: T) => number): number =>
  rows.reduce((all, row) => all + of(row), 0);

function comparedOf(
  today: readonly FigureRow[],
  yesterday: readonly FigureRow[],
  week: readonly FigureRow[],
): Compared[] {
  const reported = (rows: readonly FigureRow[], key: string): number =>
    countsOf(rows, key)?.reported ?? 0;
  const names = new Map([...week, ...yesterday, ...today].map(({ key, name }) => [key, name]));
  return [...names].flatMap(([key, name]) => {
    const one = {
      name,
      day: reported(today, key),
      before: reported(yesterday, key),
      mean: reported(week, key) / daysBefore,
      closed: countsOf(today, key)?.closed ?? 0,
    };
    return one.day + one.before + one.mean > 0 ? [one] : [];
  });
}
const countsOf = (rows: readonly FigureRow[], key: string): Counts | undefined =>
  rows.find((row) => row.key === key)?.counts;
