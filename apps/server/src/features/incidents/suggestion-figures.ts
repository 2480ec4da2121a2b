import type {
  SuggestionFigureQuery,
  SuggestionFigures,
} from "@gezhi/contract/suggestion-figures.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import { clearConfidence, unclearCode } from "../classification/classifier-rules.ts";
import type { Context } from "../context.ts";
import { seesStatistics, type Viewer } from "../identity/viewer.ts";
import { startOfDay } from "./incident-counts.ts";
import { countSuggestions } from "./suggestion-queries.ts";
import { judgedSuggestions } from "./suggestion-rules.ts";

const longestDays = 400;
const dayMs = 86_400_000;
/** Enough to judge by, and read in well under a second whatever the period. */
const mostCompared = 20_000;

/** How often people kept what was suggested (F20). Only sums leave: who sees the statistics need not see the records. */
export async function readSuggestionFigures(
  context: Context,
  viewer: Viewer,
  query: SuggestionFigureQuery,
): Promise<SuggestionFigures> {
  const { units, configuration } = context;
  const unit = query.unit ?? viewer.appointments[0]?.unit ?? configuration.root();
  if (!seesStatistics(viewer, unit)) throw forbidden("该单位的统计不在您的范围内");
  if (!units.find(unit)) throw notFound("这个单位");
  const to = new Date(query.to ?? context.now());
  const from = query.from ? new Date(query.from) : startOfDay(to);
  if (from >= to) throw invalid("统计时段的起点要早于终点");
  if (to.getTime() - from.getTime() > longestDays * dayMs)
    throw invalid(`统计时段最长 ${longestDays} 天，请缩短`);
  const rows = await read(context.db, "system", (tx) =>
    countSuggestions(tx, { unit, from, to, unclear: unclearCode, most: mostCompared }),
  );
  const nameOf = (code: string) => configuration.category(code, unit)?.name ?? code;
  const { categories, ...sums } = judgedSuggestions(rows, {
    clear: clearConfidence,
    unclear: unclearCode,
  });
  return {
    unit: { code: UnitCode.parse(unit), name: units.name(unit) },
    from: from.toISOString(),
    to: to.toISOString(),
    newest: rows[0]?.looked === mostCompared ? mostCompared : null,
    ...sums,
    categories: categories.map(({ instead, ...row }) => ({
      ...row,
      name: nameOf(row.code),
      instead: instead.map((one) => ({ ...one, name: nameOf(one.code) })),
    })),
  };
}
