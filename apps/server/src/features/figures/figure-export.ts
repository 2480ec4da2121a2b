import { byteOrderMark, csvLine, csvTime as time } from "../../platform/csv.ts";
import {
  definitions,
  type FigureExportQuery,
  type FigureRow,
  valueOf,
} from "@gezhi/contract/figures.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { readFigures } from "./figures.ts";

const words = {
  zh: ["指标", "口径", "单位", "时段", "截至", "分组", "合计", "分子", "分母", "代码"],
  en: [
    "Figure",
    "Definition",
    "Unit",
    "Period",
    "As of",
    "Part",
    "Total",
    "Above",
    "Below",
    "Code",
  ],
} as const;

/** One figure as a table for spreadsheets, with its definition above it: numbers alone say nothing. */
export async function figuresCsv(
  context: Context,
  viewer: Viewer,
  { kpi, language, ...query }: FigureExportQuery,
): Promise<string> {
  const figures = await readFigures(context, viewer, query);
  const spoken = language === "en" ? "en" : "zh";
  const definition = definitions[kpi];
  const { name, formula } = definition[spoken];
  const [figure, meaning, unit, period, at, part, total, of, over, code] = words[spoken];
  const { of: above, over: below } = definition;
  const line = (label: string, key: string, { counts }: FigureRow): string[] => [
    label,
    key,
    String(valueOf(kpi, counts) ?? ""),
    ...(below === null ? [] : [String(counts[above]), String(counts[below])]),
  ];
  const table = [
    [figure, name],
    [meaning, formula],
    [unit, figures.path.map((step) => step.name).join(" / ")],
    [period, `${time(figures.from)} – ${time(figures.to)}`],
    [at, time(figures.at)],
    [],
    [part, code, name, ...(below === null ? [] : [of, over])],
    ...figures.rows.map((row) =>
      line(figures.by === "day" || figures.by === "hour" ? time(row.key) : row.name, row.key, row),
    ),
    line(total, "", figures.total),
  ];
  return `${byteOrderMark}${table.map(csvLine).join("")}`;
}
