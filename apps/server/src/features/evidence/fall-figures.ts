import type { FallFigures } from "@gezhi/contract/falls.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { seesStatistics, type Viewer } from "../identity/viewer.ts";
import { placeName } from "../organisation/post-directory.ts";
import { countFalls } from "./fall-queries.ts";
import { monthsUntil, placesOf, sumByMonth } from "./fall-rules.ts";

const shownMonths = 12;
const townLength = 9;

/** Only sums leave: who sees the statistics need not see the records. The aim is none in a month (R55). */
export async function readFalls(
  context: Context,
  viewer: Viewer,
  unit: UnitCode,
): Promise<FallFigures> {
  if (!seesStatistics(viewer, unit)) throw forbidden("该单位的统计不在您的范围内");
  if (!context.units.find(unit)) throw notFound("这个单位");
  if (unit.length < townLength)
    throw invalid("高空抛物按镇街及以下统计：请选择一个镇街、社区或网格");
  const months = monthsUntil(context.now(), shownMonths);
  const rows = await read(context.db, "system", (tx) =>
    countFalls(tx, { unit, since: months[0]!.from }),
  );
  const counts = sumByMonth(months, rows);
  return {
    unit: { code: unit, name: context.units.name(unit) },
    target: 0,
    months: months.map(({ month }, n) => ({ month, count: counts[n]! })),
    places: placesOf(months, rows).map((place) => ({
      ...place,
      // Many communities have a third grid.
      unit: { code: UnitCode.parse(place.unit), name: placeName(context, place.unit) },
    })),
  };
}
