import writeWorkbook, { type Row } from "write-excel-file/node";
import type { FigureExportQuery } from "@gezhi/contract/figures.ts";
import { byteOrderMark, csvLine } from "../../platform/csv.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { type Sheet, sheetOf } from "./figure-sheet-rules.ts";
import { readFigures } from "./figures.ts";

async function readSheet(
  context: Context,
  viewer: Viewer,
  query: FigureExportQuery,
): Promise<Sheet> {
  const { kpi: _, language: __, ...asked } = query;
  const figures = await readFigures(context, viewer, asked);
  const { categories } = context.configuration.current("catalogue", figures.unit.code).content;
  const kind = categories.find(({ code }) => query.category && code.startsWith(query.category));
  const categoryName = query.category?.length === 2 ? kind?.level1 : kind?.name;
  return sheetOf(figures, query, categoryName ?? null);
}

export async function figuresCsv(
  context: Context,
  viewer: Viewer,
  query: FigureExportQuery,
): Promise<string> {
  const { about, head, rows } = await readSheet(context, viewer, query);
  const table = [...about, [], head, ...rows.map((row) => row.map((cell) => String(cell ?? "")))];
  return `${byteOrderMark}${table.map(csvLine).join("")}`;
}

/** The same as a workbook: numbers stay numbers, shares stay shares. */
export async function figuresWorkbook(
  context: Context,
  viewer: Viewer,
  query: FigureExportQuery,
): Promise<Buffer> {
  const sheet = await readSheet(context, viewer, query);
  const { name, share, about, head, rows } = sheet;
  const last = rows.length - 1;
  const data: Row[] = [
    ...about.map(([label, text], n): Row => [
      { value: label, fontWeight: "bold", alignVertical: "top" },
      { value: text, wrap: true, columnSpan: head.length - 1, ...(n === 0 ? bold : {}) },
    ]),
    [],
    head.map((value, column) => ({
      value,
      ...bold,
      align: column < 2 ? "left" : "right",
      bottomBorderStyle: "thin",
    })),
    ...rows.map((row, n): Row =>
      row.map((value, column) =>
        value === null
          ? null
          : {
              value,
              ...(typeof value === "number"
                ? { format: share && column === 2 ? "0.0%" : "#,##0" }
                : {}),
              ...(n === last ? bold : {}),
            },
      ),
    ),
  ];
  return writeWorkbook(data, {
    sheet: name.replaceAll(/[\\/?*[\]:]/g, " ").slice(0, 31),
    columns: [{ width: 26 }, { width: 22 }, { width: 16 }, { width: 14 }, { width: 14 }],
    stickyRowsCount: about.length + 2,
  }).toBuffer();
}

const bold = { fontWeight: "bold" } as const;
