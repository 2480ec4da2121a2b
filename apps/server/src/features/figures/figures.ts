import { SectionId } from "@gezhi/contract/configuration.ts";
import {
  type Counts,
  definitions,
  type FigureBy,
  type FigureQuery,
  type FigureRow,
  type Figures,
  Measure,
  type Standing,
} from "@gezhi/contract/figures.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { ReportSource } from "@gezhi/contract/reports.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { sectionsByCategory } from "../configuration/section-rules.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { scopeOf, seesStatistics, type Viewer } from "../identity/viewer.ts";
import { sourceNames } from "../reports/source-rules.ts";
import { findCodesBelow } from "../units/unit-queries.ts";
import {
  countCells,
  countFacts,
  countStanding,
  cutOf,
  withoutJit,
  type FigureQuestion,
  type StandingRow,
} from "./figure-queries.ts";
import {
  dayOf,
  endOfHour,
  hoursKeptDays,
  hoursOf,
  inMonths,
  isKept,
  stretchesOf,
} from "./period-rules.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const townLength = 9;
const longestDays = 400;
/** With a filter, hours come in many rows. */
const mostHoursDays = 8;
const lengthBelow: Record<number, number> = { 2: 6, 6: 9, 9: 12, 12: 15, 15: 17, 17: 17 };

/** Figures of a unit in a period, and of its parts, kinds, sources, days or hours; never a record (domain C.5). */
export async function readFigures(
  context: Context,
  viewer: Viewer,
  query: FigureQuery,
): Promise<Figures> {
  const unit = query.unit ?? viewer.appointments[0]?.unit ?? context.configuration.root();
  if (!seesStatistics(viewer, unit)) throw forbidden("该单位的统计不在您的范围内");
  if (!context.units.find(unit)) throw notFound("这个单位");
  const ask = questionOf(context, unit, query);
  const at = new Date(context.now());
  const dayEnd = new Date(dayOf(at.getTime()) + dayMs);
  const whole = query.category === undefined && query.source === undefined;
  const by = query.by ?? null;
  const count = unit.length <= townLength ? countCells : countFacts;
  const parts =
    (ask.by === "unit" ? ask.codeLength : unit.length) <= townLength ? count : countFacts;

  return read(context.db, scopeOf(viewer), async (tx) => {
    await withoutJit(tx);
    const [total] = await count(tx, {
      ...ask,
      by: null,
      stretches: unit.length < townLength ? inMonths(ask.stretches) : ask.stretches,
    });
    const below = ask.by === "unit" ? await findCodesBelow(tx, unit) : [];
    const rows = ask.by ? await parts(tx, { ...ask, below }) : [];
    const standing = whole ? await countStanding(tx, unit, ask.codeLength, at, dayEnd) : null;
    const opens = seesRecords(viewer, unit);
    const base = listOf(ask);
    const row = (key: string, counts: Counts, more: Record<string, string> | null): FigureRow => ({
      key,
      name: nameOf(context, unit, by, key),
      counts,
      standing:
        standing && (ask.by === "unit" || key === "")
          ? standingOf(standing.filter((one) => one.unit.startsWith(key)))
          : null,
      list: opens && more ? { ...base, ...more } : null,
    });
    const totalCounts = total?.counts ?? nothing();
    const found = new Map(rows.map(({ key, counts }) => [key, counts]));
    if (ask.by === "unit") keepRest(found, unit, totalCounts);
    if (query.by === "section")
      joinSections(found, sectionsByCategory(context.configuration, unit));
    const keys = keysOf(ask, [...found.keys()]);
    return {
      unit: { code: UnitCode.parse(unit), name: context.units.name(unit) },
      path: context.units
        .path(unit)
        .map(({ code, name }) => ({ code: UnitCode.parse(code), name })),
      from: ask.from.toISOString(),
      to: ask.to.toISOString(),
      by,
      total: { ...row("", totalCounts, {}), name: context.units.name(unit) },
      rows: keys.map((key) => row(key, found.get(key) ?? nothing(), filterOf(ask, by, key))),
      definitions,
      at: at.toISOString(),
    };
  });
}

function questionOf(context: Context, unit: string, query: FigureQuery): FigureQuestion {
  const now = context.now();
  const to = Math.min(query.to ? Date.parse(query.to) : endOfHour(now), endOfHour(now));
  const from = query.from ? Date.parse(query.from) : dayOf(to - 1);
  // Sections are sums of categories.
  const by = query.by === "section" ? "category" : (query.by ?? null);
  const { category = null, source = null } = query;
  if (from >= to) throw invalid("统计时段的起点要早于终点，且不晚于现在");
  if (to - from > longestDays * dayMs) throw invalid(`统计时段最长 ${longestDays} 天，请缩短`);
  const filtered = category !== null || source !== null;
  if (by === "hour" && to - from > (filtered ? mostHoursDays : hoursKeptDays) * dayMs)
    throw invalid(`按小时统计最长 ${filtered ? mostHoursDays : hoursKeptDays} 天，请缩短时段`);
  const codeLength = by === "unit" ? (lengthBelow[unit.length] ?? unit.length) : unit.length;
  const days = by === "hour" ? hoursOf(from, to) : stretchesOf(from, to);
  const stretches = codeLength < townLength && by !== "day" ? inMonths(days) : days;
  const cells = codeLength <= townLength;
  if (cells && !isKept(stretches, now)) throw invalid(`${hoursKeptDays} 天以前的时段请按整天统计`);
  if (
    cells &&
    stretches.some(({ span }) => cutOf({ by, category, source }, span, codeLength) === null)
  )
    throw invalid("市、区县按具体类别统计时不能同时按来源筛选，请改选类别大类，或到镇街查看");
  return {
    unit,
    below: by === "unit" ? context.units.children(unit).map(({ code }) => code) : [],
    codeLength,
    by,
    category,
    source,
    from: new Date(from),
    to: new Date(to),
    stretches,
  };
}

const nothing = (): Counts =>
  Object.fromEntries(Measure.options.map((measure) => [measure, 0])) as Counts;

const sectionNames: Record<string, string> = {
  commandCentre: "指挥中心",
  partyBuilding: "党的建设",
  economy: "经济发展",
  livelihood: "民生服务",
  safetyLaw: "平安法治",
};

/** Sums of categories become sums of the sections that handle them; all sections stand there. */
function joinSections(found: Map<string, Counts>, sections: ReadonlyMap<string, string>): void {
  const sums = new Map(SectionId.options.map((section) => [section as string, nothing()]));
  for (const [category, counts] of found) {
    const key = sections.get(category) ?? category;
    const sum = sums.get(key) ?? nothing();
    for (const measure of Measure.options) sum[measure] += counts[measure];
    sums.set(key, sum);
  }
  found.clear();
  for (const [key, counts] of sums) found.set(key, counts);
}

/** What lies in a unit and in none of its parts, so that the parts add up. */
function keepRest(found: Map<string, Counts>, unit: string, total: Counts): void {
  found.delete(unit);
  const rest = { ...total };
  for (const counts of found.values())
    for (const measure of Measure.options) rest[measure] -= counts[measure];
  if (Measure.options.some((measure) => rest[measure] !== 0)) found.set(unit, rest);
}

/** Parts, days and hours without anything stand there as well; of kinds and sources only those that occur. */
function keysOf(ask: FigureQuestion, found: readonly string[]): string[] {
  if (ask.by === "unit") return [...new Set([...ask.below, ...found])].toSorted();
  if (ask.by !== "day" && ask.by !== "hour") return [...found];
  const step = ask.by === "day" ? dayMs : hourMs;
  const first = ask.by === "day" ? dayOf(ask.from.getTime()) : ask.from.getTime();
  const keys: string[] = [];
  for (let at = first; at < ask.to.getTime(); at += step) keys.push(new Date(at).toISOString());
  return keys;
}

function nameOf(context: Context, unit: string, by: FigureBy | null, key: string): string {
  if (by === "unit") return key === unit ? "未分到下级" : context.units.name(key);
  if (by === "section") return sectionNames[key] ?? key;
  if (by === "source") {
    const source = ReportSource.safeParse(key);
    return source.success ? sourceNames[source.data] : key;
  }
  if (by === "category") return context.configuration.category(key, unit)?.name ?? key;
  if (by !== "group") return key;
  const { categories } = context.configuration.current("catalogue", unit).content;
  return categories.find(({ code }) => code.startsWith(key))?.level1 ?? key;
}

function standingOf(rows: readonly StandingRow[]): Standing {
  const sum = (of: (row: StandingRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  return {
    open: sum(({ n }) => n),
    overdue: sum(({ overdue }) => overdue),
    dueToday: sum(({ due_today }) => due_today),
    byUrgency: Object.fromEntries(
      Urgency.options.map((urgency, rank) => [
        urgency,
        sum((row) => (row.urgency_rank === rank ? row.n : 0)),
      ]),
    ),
  };
}

/** Whether whoever sees these statistics may open each record of the unit, be it masked. */
const seesRecords = (viewer: Viewer, unit: string): boolean =>
  [...viewer.full, ...viewer.masked].some((token) => unit.startsWith(token));

const listOf = ({ unit, from, to, category, source }: FigureQuestion): Record<string, string> => ({
  unit,
  from: from.toISOString(),
  to: to.toISOString(),
  ...(category ? { category } : {}),
  ...(source ? { source } : {}),
});

/** What a row's list has besides; null where no filter names it. */
function filterOf(
  ask: FigureQuestion,
  by: FigureBy | null,
  key: string,
): Record<string, string> | null {
  if (by === "section") return { section: key };
  if (ask.by === "unit") return key === ask.unit ? null : { unit: key };
  if (ask.by === "group" || ask.by === "category") return { category: key };
  if (ask.by === "source") return { source: key };
  const start = Date.parse(key);
  const end = start + (ask.by === "day" ? dayMs : hourMs);
  return {
    from: new Date(Math.max(start, ask.from.getTime())).toISOString(),
    to: new Date(Math.min(end, ask.to.getTime())).toISOString(),
  };
}
