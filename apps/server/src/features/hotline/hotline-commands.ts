import type { HotlineImportResult } from "@gezhi/contract/reports.ts";
import { parse } from "csv-parse";
import { invalid, ProblemError } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { submitReport } from "../reports/intake-commands.ts";
import {
  decode,
  readHeadings,
  readRow,
  type Column,
  type HotlineRow,
} from "./hotline-file-rules.ts";

export const mostRows = 5_000;
/** Rows on their way at once: enough to keep the database busy, few enough to leave it to others. */
const atOnce = 4;

type Row = HotlineImportResult["rows"][number];
type Result = { row: Row; repeated: boolean };
const refused = (line: number, message: string): Result => ({
  row: { line, ok: false, message },
  repeated: false,
});
type Line = { line: number; row: HotlineRow; problem?: string };

/**
 * Every row is a transaction of its own: one that fails says why on its line and stops nothing, and the same file can be
 * sent again after whatever happened.
 */
export async function importHotline(
  context: Context,
  viewer: Viewer,
  bytes: Uint8Array,
): Promise<HotlineImportResult> {
  const { text } = decode(bytes);
  const lines = await readLines(text);
  const codes = codesByName(context, viewer);
  const seen = new Map<string, number>();
  const results: Result[] = [];
  const queue = lines.values();

  const take = async ({ line, row, problem }: Line): Promise<Result> => {
    if (problem) return refused(line, problem);
    const read = readRow(
      row,
      (named) => codes.get(named),
      // Below a grid the code names what no register holds.
      (unit) => context.units.find(unit.slice(0, 15)) !== undefined,
    );
    if (!read.ok) return refused(line, read.message);
    const foreign = `${read.report.foreign?.system} ${read.report.foreign?.number}`;
    const before = seen.get(foreign);
    if (before !== undefined) return refused(line, `与第 ${before} 行的工单编号相同`);
    seen.set(foreign, line);
    return submit(context, viewer, line, read.report);
  };
  const worker = async () => {
    for (const line of queue) results.push(await take(line));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));

  const count = (holds: (result: Result) => boolean) => results.filter(holds).length;
  return {
    rows: results.map(({ row }) => row).toSorted((a, b) => a.line - b.line),
    created: count(({ row, repeated }) => row.ok && !repeated),
    repeated: count(({ repeated }) => repeated),
    failed: count(({ row }) => !row.ok),
  };
}

async function submit(
  context: Context,
  viewer: Viewer,
  line: number,
  report: Parameters<typeof submitReport>[2],
): Promise<Result> {
  try {
    const { receipt, repeated } = await submitReport(context, { viewer }, report);
    const { id: incident, number } = receipt.incident;
    const message = repeated
      ? "此前已导入，未作改动"
      : receipt.incident.joined
        ? `已并入事件 ${number}`
        : undefined;
    return {
      row: { line, ok: true, number: receipt.number, incident, ...(message ? { message } : {}) },
      repeated,
    };
  } catch (error) {
    if (error instanceof ProblemError && error.code !== "unavailable")
      return refused(line, error.message);
    context.log.warn({ err: error, line }, "a hotline row was not taken");
    return refused(line, "系统暂时未能保存这一行，请稍后重新导入整个文件，已成功的行不会重复");
  }
}

async function readLines(text: string): Promise<Line[]> {
  const lines: Line[] = [];
  let columns: (Column | undefined)[] | undefined;
  const parser = parse(text, {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    relax_quotes: true,
    max_record_size: 100_000,
  });
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (!columns) {
        const headings = readHeadings(record);
        if (!headings.ok) throw invalid(headings.message);
        ({ columns } = headings);
        continue;
      }
      if (record.every((cell) => cell.trim() === "")) continue;
      if (lines.length === mostRows) throw invalid(`一次最多导入 ${mostRows} 行，请分成几个文件`);
      lines.push(lineOf(columns, record, info.lines));
    }
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw invalid("文件不是有效的 CSV：请另存为 CSV（逗号分隔）后重新导入");
  }
  if (!columns) throw invalid("文件是空的，请按模板填写后导入");
  return lines;
}

function lineOf(
  columns: readonly (Column | undefined)[],
  record: readonly string[],
  line: number,
): Line {
  if (record.length > columns.length)
    return {
      line,
      row: {},
      problem: `这一行有 ${record.length} 列，多于表头的 ${columns.length} 列：内容中的逗号请用引号括起`,
    };
  const row: HotlineRow = {};
  for (const [index, name] of columns.entries()) if (name) row[name] = record[index] ?? "";
  return { line, row };
}

/** Categories by code and by name, as the importer's own town or district has them. */
function codesByName(context: Context, viewer: Viewer): Map<string, string> {
  const unit = viewer.appointments[0]?.unit ?? context.configuration.root();
  const { categories } = context.configuration.current("catalogue", unit).content;
  return new Map(
    categories.flatMap(({ code, name }) => [[code, code] as const, [name, code] as const]),
  );
}
