import {
  definitions,
  type FigureExportQuery,
  type FigureRow,
  type Figures,
  valueOf,
} from "@gezhi/contract/figures.ts";
import { csvTime as time } from "../../platform/csv.ts";
import { sourceNames } from "../reports/source-rules.ts";

const words = {
  zh: {
    figure: "指标",
    meaning: "口径",
    unit: "单位",
    period: "时段",
    at: "截至",
    from: "数据来源",
    ledger: "事件台账，按上报、办结、总时限到期的时刻实时统计",
    counted: "计量单位",
    number: "件",
    share: "比例（分子 ÷ 分母）",
    only: "筛选",
    all: "全部类别、全部来源",
    part: "分组",
    code: "代码",
    above: "分子",
    below: "分母",
    total: "合计",
  },
  en: {
    figure: "Figure",
    meaning: "Definition",
    unit: "Unit",
    period: "Period",
    at: "As of",
    from: "Source",
    ledger: "Incident records, counted live at the instants of report, closing and overall limit",
    counted: "Counted in",
    number: "incidents",
    share: "share (above ÷ below)",
    only: "Filter",
    all: "all kinds, all sources",
    part: "Part",
    code: "Code",
    above: "Above",
    below: "Below",
    total: "Total",
  },
} as const;

export type SheetCell = string | number | null;
export type Sheet = {
  name: string;
  /** Whether the third column is a share. */
  share: boolean;
  /** What the numbers mean: label and text. */
  about: [string, string][];
  head: string[];
  rows: SheetCell[][];
};

/** One figure as a table with its definition above it: numbers alone say nothing. */
export function sheetOf(
  figures: Figures,
  { kpi, language, category, source }: FigureExportQuery,
  categoryName: string | null,
): Sheet {
  const spoken = language === "en" ? "en" : "zh";
  const say = words[spoken];
  const { of, over } = definitions[kpi];
  const { name, formula } = definitions[kpi][spoken];
  const only = [
    ...(category ? [`${categoryName ?? category}（${category}）`] : []),
    ...(source ? [sourceNames[source]] : []),
  ].join("，");
  const line = (label: string, key: string, { counts }: FigureRow): SheetCell[] => [
    label,
    key,
    valueOf(kpi, counts),
    ...(over === null ? [] : [counts[of], counts[over]]),
  ];
  const timed = figures.by === "day" || figures.by === "hour";
  return {
    name,
    share: over !== null,
    about: [
      [say.figure, name],
      [say.meaning, formula],
      [say.unit, figures.path.map((step) => step.name).join(" / ")],
      [say.period, `${time(figures.from)} – ${time(figures.to)}`],
      [say.at, time(figures.at)],
      [say.counted, over === null ? say.number : say.share],
      [say.only, only || say.all],
      [say.from, say.ledger],
    ],
    head: [say.part, say.code, name, ...(over === null ? [] : [say.above, say.below])],
    rows: [
      ...figures.rows.map((row) => line(timed ? time(row.key) : row.name, row.key, row)),
      line(say.total, "", figures.total),
    ],
  };
}
