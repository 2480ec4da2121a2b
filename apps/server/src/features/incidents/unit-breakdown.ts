import type { CountsByUnit, Tally } from "@gezhi/contract/incident-answers.ts";
import { closedStatuses, refusedStatuses } from "@gezhi/contract/incidents.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { scopeOf, seesStatistics, type Viewer } from "../identity/viewer.ts";
import { countBelow, type BelowRow } from "./incident-detail-queries.ts";

/** How long the codes of the next level are. */
const lengthBelow: Record<number, number> = { 2: 6, 6: 9, 9: 12, 12: 15, 15: 17, 17: 17 };

/** Figures of a unit and the parts of it, without a single record (domain B.3 "aggregates"). */
export async function countByUnit(
  context: Context,
  viewer: Viewer,
  unit: string,
): Promise<CountsByUnit> {
  const { units } = context;
  if (!seesStatistics(viewer, unit)) throw forbidden("该单位的统计不在您的范围内");
  if (!units.find(unit)) throw notFound("这个单位");
  const at = new Date(context.now());
  const length = lengthBelow[unit.length] ?? unit.length;
  const rows = await read(context.db, scopeOf(viewer), (tx) => countBelow(tx, unit, length, at));
  const byUnit = Map.groupBy(rows, (row) => row.unit);
  const known = units.children(unit).map(({ code }) => code);
  const codes = [...new Set([...known, ...byUnit.keys()])].toSorted();
  const named = (code: string) => ({ code: UnitCode.parse(code), name: units.name(code) });
  return {
    unit: named(unit),
    path: units.path(unit).map(({ code, name }) => ({ code: UnitCode.parse(code), name })),
    total: tallyOf(rows),
    items: codes.map((code) => ({
      unit: named(code),
      ...tallyOf(byUnit.get(code) ?? []),
      itself: code === unit,
      opens: code !== unit && code.length < 15,
    })),
    at: at.toISOString(),
  };
}

/** Promise 2: reported = open + closed + rejected + merged. */
export function tallyOf(rows: readonly BelowRow[]): Tally {
  const sum = (which: (row: BelowRow) => boolean) =>
    rows.filter(which).reduce((total, { n }) => total + n, 0);
  const reported = sum(() => true);
  const closed = sum(({ status }) => closedStatuses.some((one) => one === status));
  const rejected = sum(({ status }) => refusedStatuses.some((one) => one === status));
  const merged = sum(({ status }) => status === "merged");
  return {
    reported,
    open: reported - closed - rejected - merged,
    closed,
    rejected,
    merged,
    overdue: rows.reduce((total, { overdue }) => total + overdue, 0),
  };
}
