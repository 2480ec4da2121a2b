import { Handler, WhistleKind } from "@gezhi/contract/incidents.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type {
  WhistleCounts,
  WhistleFigureQuery,
  WhistleFigures,
} from "@gezhi/contract/whistles.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { seesStatistics, type Viewer } from "../identity/viewer.ts";
import { handlerName } from "../organisation/post-directory.ts";
import { startOfDay } from "./incident-counts.ts";
import { countWhistles, type WhistleRow } from "./whistle-queries.ts";

const longestDays = 400;
const dayMs = 86_400_000;
const villageLength = 12;
const lengthBelow: Record<number, number> = { 2: 6, 6: 9 };

/** How departments answer when called (R36). Only sums leave: who sees the statistics need not see the records. */
export async function readWhistleFigures(
  context: Context,
  viewer: Viewer,
  query: WhistleFigureQuery,
): Promise<WhistleFigures> {
  const { units } = context;
  const unit = query.unit ?? viewer.appointments[0]?.unit ?? context.configuration.root();
  if (!seesStatistics(viewer, unit)) throw forbidden("该单位的统计不在您的范围内");
  if (!units.find(unit)) throw notFound("这个单位");
  const at = new Date(context.now());
  const to = query.to ? new Date(query.to) : at;
  const from = query.from ? new Date(query.from) : startOfDay(to);
  if (from >= to) throw invalid("统计时段的起点要早于终点");
  if (to.getTime() - from.getTime() > longestDays * dayMs)
    throw invalid(`统计时段最长 ${longestDays} 天，请缩短`);
  const callerLength = lengthBelow[unit.length] ?? villageLength;
  const rows = await read(context.db, "system", (tx) =>
    countWhistles(tx, { unit, callerLength, from, to, at }),
  );
  const named = (code: string) => units.name(code);
  return {
    unit: { code: UnitCode.parse(unit), name: named(unit) },
    from: from.toISOString(),
    to: to.toISOString(),
    total: sumOf(rows),
    kinds: Object.fromEntries(
      WhistleKind.options.map((kind) => [kind, sumOf(rows.filter((row) => row.kind === kind))]),
    ) as WhistleFigures["kinds"],
    called: grouped(rows, ({ handler }) => handler).map(([handler, counts]) => ({
      handler: Handler.parse(handler),
      name: handlerName(context, handler),
      counts,
    })),
    callers: grouped(rows, ({ caller }) => caller).map(([caller, counts]) => ({
      unit: UnitCode.parse(caller),
      name: named(caller),
      counts,
    })),
  };
}

/** In the order of their codes: no ranking. */
const grouped = (rows: readonly WhistleRow[], by: (row: WhistleRow) => string) =>
  [...Map.groupBy(rows, by)]
    .map(([key, own]) => [key, sumOf(own)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));

function sumOf(rows: readonly WhistleCounts[]): WhistleCounts {
  const sum = (of: keyof WhistleCounts) => rows.reduce((all, row) => all + row[of], 0);
  return {
    rung: sum("rung"),
    checkedIn: sum("checkedIn"),
    inTerm: sum("inTerm"),
    missed: sum("missed"),
  };
}
