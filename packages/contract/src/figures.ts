import { z } from "zod";
import { ReportSource } from "./reports.ts";
import { UnitCode } from "./units.ts";

/** What is counted of incidents; each is also a filter of the incident list (`figure=`), which then holds exactly these. */
export const Measure = z.enum([
  "reported",
  "registered",
  "pending",
  "finished",
  "merged",
  "refused",
  "own",
  "sensed",
  "falseAlarms",
  "dispatched",
  "firstAccepted",
  "red",
  "prompt",
  "assembled",
  "closed",
  "fedBack",
  "reworked",
  "rated",
  "content",
  "due",
  "inTime",
]);
export type Measure = z.infer<typeof Measure>;

/** Which instant of an incident lies in the period: its report, its end, or the end of its overall limit. */
export const MeasureAxis = z.enum(["opened", "closed", "due"]);
export type MeasureAxis = z.infer<typeof MeasureAxis>;
export const axisOf = (measure: Measure): MeasureAxis => {
  if (measure === "due" || measure === "inTime") return "due";
  const atEnd: readonly Measure[] = ["closed", "fedBack", "reworked", "rated", "content"];
  return atEnd.includes(measure) ? "closed" : "opened";
};

export const Kpi = z.enum([
  "reported",
  "registered",
  "closed",
  "due",
  "onTime",
  "closing",
  "accurateDispatch",
  "rework",
  "validReport",
  "ownDiscovery",
  "oneMinute",
  "tenMinutes",
  "falseAlarm",
  "satisfaction",
]);
export type Kpi = z.infer<typeof Kpi>;

export const Definition = z
  .object({
    zh: z.object({ name: z.string(), formula: z.string() }),
    en: z.object({ name: z.string(), formula: z.string() }),
    /** What is counted; of a share, what lies above the line. */
    of: Measure,
    /** What lies below the line of a share; null where the figure is a number. */
    over: Measure.nullable(),
    /** Which way is better, for colours of change; null where it says nothing. */
    better: z.enum(["more", "less"]).nullable(),
  })
  .meta({ id: "FigureDefinition" });
export type Definition = z.infer<typeof Definition>;

const define = (
  zh: [string, string],
  en: [string, string],
  of: Measure,
  over: Measure | null = null,
  better: Definition["better"] = null,
): Definition => ({
  zh: { name: zh[0], formula: zh[1] },
  en: { name: en[0], formula: en[1] },
  of,
  over,
  better,
});

/** Domain C.5, in words that stand beside the number. */
export const definitions: Record<Kpi, Definition> = {
  reported: define(
    ["上报数", "时段内上报的事件件数（含后来并案、不予立案的）"],
    ["Reported", "Incidents reported in the period, also those merged or refused later"],
    "reported",
  ),
  registered: define(
    ["立案数", "时段内上报、已立案或格内自办的件数（不含不予立案与误报）"],
    [
      "Registered",
      "Reported in the period and registered or solved in the grid; without refused and false ones",
    ],
    "registered",
  ),
  closed: define(
    ["办结数", "时段内结案的件数（含作废，不含不予立案、误报和并案）"],
    ["Closed", "Closed in the period, also cancelled ones; without refused, false and merged ones"],
    "closed",
  ),
  due: define(
    [
      "应办结数",
      "总时限在时段内到期的件数（当前时段计至本小时末；不含作废、并案、不予立案与挂账中的）",
    ],
    [
      "Due",
      "Overall limit ends in the period (a running one: until the end of this hour); without cancelled, merged, refused and shelved ones",
    ],
    "due",
  ),
  onTime: define(
    ["按期处置率", "按期办结数 ÷ 应办结数"],
    ["In time", "Closed within the limit ÷ due"],
    "inTime",
    "due",
    "more",
  ),
  closing: define(
    ["结案率", "时段内立案的件中已结案数 ÷ 时段内立案数"],
    ["Closing rate", "Closed among those registered in the period ÷ registered in the period"],
    "finished",
    "registered",
    "more",
  ),
  accurateDispatch: define(
    ["准确派遣率", "首派即签收（未退单）件数 ÷ 已派遣件数"],
    ["Accurate dispatch", "Accepted by the first addressee without return ÷ dispatched"],
    "firstAccepted",
    "dispatched",
    "more",
  ),
  rework: define(
    ["返工率", "时段内办结、曾返工件数 ÷ 时段内办结、曾反馈（含格内自办）件数"],
    [
      "Rework",
      "Closed in the period after rework ÷ closed in the period after feedback (also of the grid's own work)",
    ],
    "reworked",
    "fedBack",
    "less",
  ),
  validReport: define(
    ["有效上报率", "立案数 ÷ 上报数"],
    ["Valid reports", "Registered ÷ reported"],
    "registered",
    "reported",
    "more",
  ),
  ownDiscovery: define(
    ["自主发现率", "网格、社区、感知设备最先上报件数 ÷ 上报数"],
    ["Found by ourselves", "First reported by grid, community or sensor ÷ reported"],
    "own",
    "reported",
    "more",
  ),
  oneMinute: define(
    ["1分钟响应率", "红色事件派遣后 60 秒内签收件数 ÷ 已派遣红色事件件数"],
    [
      "Response in 1 minute",
      "Red incidents accepted within 60 s of dispatch ÷ red incidents dispatched",
    ],
    "prompt",
    "red",
    "more",
  ),
  tenMinutes: define(
    ["10分钟集结率", "红色事件派遣后 10 分钟内到场件数 ÷ 已派遣红色事件件数"],
    [
      "Assembly in 10 minutes",
      "Red incidents with somebody on site within 10 min of dispatch ÷ red incidents dispatched",
    ],
    "assembled",
    "red",
    "more",
  ),
  falseAlarm: define(
    ["误报率", "感知上报、核实为误报件数 ÷ 感知上报件数"],
    ["False alarms", "Reported by sensors and found false ÷ reported by sensors"],
    "falseAlarms",
    "sensed",
    "less",
  ),
  satisfaction: define(
    ["群众满意率", "时段内办结、群众评价满意件数 ÷ 时段内办结、已评价件数"],
    [
      "Satisfaction",
      "Closed in the period and rated satisfied by the reporter ÷ closed in the period and rated",
    ],
    "content",
    "rated",
    "more",
  ),
};

export const FigureBy = z.enum(["unit", "section", "group", "category", "source", "day", "hour"]);
export type FigureBy = z.infer<typeof FigureBy>;

/** What runs at this moment, beside what a period holds. */
export const Standing = z
  .object({
    open: z.number().int(),
    overdue: z.number().int(),
    dueToday: z.number().int(),
    byUrgency: z.record(z.string(), z.number().int()),
  })
  .meta({ id: "StandingFigures" });
export type Standing = z.infer<typeof Standing>;

const hour = z.iso.datetime({ offset: true }).refine((at) => Date.parse(at) % 3_600_000 === 0, {
  message: "a period begins and ends on the hour",
});

export const FigureQuery = z.object({
  unit: UnitCode.optional(),
  /** The first hour and the one after the last; absent: from midnight in Beijing until now. */
  from: hour.optional(),
  to: hour.optional(),
  by: FigureBy.optional(),
  /** A category, or its group (the first two digits). */
  category: z
    .string()
    .regex(/^\d{2}(\d{4})?$/)
    .optional(),
  source: ReportSource.optional(),
});
export type FigureQuery = z.infer<typeof FigureQuery>;

export const FigureExportQuery = FigureQuery.extend({
  kpi: Kpi,
  language: z.enum(["zh-CN", "en"]).default("zh-CN"),
});
export type FigureExportQuery = z.infer<typeof FigureExportQuery>;

export const Counts = z.record(Measure, z.number().int());
export type Counts = z.infer<typeof Counts>;

export const FigureRow = z.object({
  /** A unit, a category or its group, a source, or the beginning of a day or hour. */
  key: z.string(),
  name: z.string(),
  counts: Counts,
  standing: Standing.nullable(),
  /** With `figure=` a measure, the incident list shows exactly what was counted. Null where nobody may open the records. */
  list: z.record(z.string(), z.string()).nullable(),
});
export type FigureRow = z.infer<typeof FigureRow>;

export const Figures = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    path: z.array(z.object({ code: UnitCode, name: z.string() })),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    by: FigureBy.nullable(),
    total: FigureRow,
    rows: z.array(FigureRow),
    definitions: z.record(Kpi, Definition),
    at: z.iso.datetime(),
  })
  .meta({ id: "Figures" });
export type Figures = z.infer<typeof Figures>;

/** A number, or a share between 0 and 1; null where nothing lies below the line. */
export function valueOf(kpi: Kpi, counts: Counts): number | null {
  const { of, over } = definitions[kpi];
  if (over === null) return counts[of];
  return counts[over] === 0 ? null : counts[of] / counts[over];
}
