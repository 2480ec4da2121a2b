import type { Brief, BriefList } from "@gezhi/contract/briefs.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { forbidden, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { seesStatistics, type Viewer } from "../identity/viewer.ts";
import { readBriefFacts } from "./brief-facts.ts";
import { briefOf } from "./brief-rules.ts";
import { briefNumber } from "./brief-words-rules.ts";
import { readFigures } from "./figures.ts";
import { dayOf } from "./period-rules.ts";

const dayMs = 86_400_000;
const beijingMs = 8 * 3_600_000;
const listedDays = 31;

const unitOf = (context: Context, viewer: Viewer, asked: string | undefined): string => {
  const unit = asked ?? viewer.appointments[0]?.unit ?? context.configuration.root();
  if (!seesStatistics(viewer, unit)) throw forbidden("该单位的统计不在您的范围内");
  if (!context.units.find(unit)) throw notFound("这个单位");
  return unit;
};

/** The brief (日报) of a unit's day, made anew from what is known now. */
export async function readBrief(
  context: Context,
  viewer: Viewer,
  { unit, day }: { unit?: string | undefined; day: string },
): Promise<Brief> {
  return briefOf(await readBriefFacts(context, viewer, unitOf(context, viewer, unit), day));
}

/** The days of the last month, newest first. */
export async function listBriefs(
  context: Context,
  viewer: Viewer,
  asked: string | undefined,
): Promise<BriefList> {
  const unit = unitOf(context, viewer, asked);
  const today = dayOf(context.now());
  const { rows } = await readFigures(context, viewer, {
    unit,
    by: "day",
    from: new Date(today - (listedDays - 1) * dayMs).toISOString(),
  });
  return {
    unit: { code: UnitCode.parse(unit), name: context.units.name(unit) },
    days: rows.toReversed().map(({ key, counts }) => {
      const start = Date.parse(key);
      return {
        day: new Date(start + beijingMs).toISOString().slice(0, 10),
        number: briefNumber(start),
        reported: counts.reported,
        closed: counts.closed,
        over: start < today,
      };
    }),
  };
}
