import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { gently } from "./gently.ts";

export type TableFault = (line: number, column: string, message: string) => void;
type Table<Part extends string> = {
  /** Column of the table → part of what a row says. */
  columns: Readonly<Record<string, Part>>;
  required: readonly string[];
  mostLines: number;
};
export type TableRow<Part extends string> = { line: number; cells: Partial<Record<Part, string>> };

type TableRecord = { line: number; record: string[] };
const pieceBytes = 1 << 15;

/** Long files hold up nobody else: they are read piece by piece. */
export async function readRecords(
  text: string,
  fault: (line: number, message: string) => void,
): Promise<TableRecord[]> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: (error) => {
      fault(Number(error?.lines ?? 1), "这一行的引号或分隔符不正确");
      return undefined;
    },
  });
  const records: TableRecord[] = [];
  const parsed: AsyncIterable<{ record: string[]; info: { lines: number } }> = Readable.from(
    piecesOf(Buffer.from(text)),
  ).pipe(parser);
  for await (const { record, info } of gently(parsed)) records.push({ line: info.lines, record });
  return records;
}

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += pieceBytes)
    yield bytes.subarray(from, from + pieceBytes);
}

/**
 * The rows of a table whose heading (line 1) names its columns. Whatever is wrong with a row's form is told by its line;
 * with a wrong heading, or too many rows, there are none.
 */
export async function readTableRows<Part extends string>(
  text: string,
  { columns, required, mostLines }: Table<Part>,
  fault: TableFault,
): Promise<TableRow<Part>[]> {
  const [heading, ...rows] = await readRecords(text, (line, message) => fault(line, "", message));
  if (!heading) {
    fault(1, "", "文件是空的");
    return [];
  }
  const names = heading.record;
  const unknown = names.filter((name) => !(name in columns));
  const missing = required.filter((name) => !names.includes(name));
  for (const name of unknown)
    fault(1, name, `不认识的列；可用的列：${Object.keys(columns).join("、")}`);
  for (const name of missing) fault(1, name, "缺少这一列");
  const firstTooMany = rows[mostLines];
  if (firstTooMany) fault(firstTooMany.line, "", `一次最多导入 ${mostLines} 行，请分成几个文件`);
  if (unknown.length > 0 || missing.length > 0 || firstTooMany) return [];
  const found: TableRow<Part>[] = [];
  for await (const { line, record } of gently(rows)) {
    if (record.length !== names.length) {
      fault(line, "", `这一行有 ${record.length} 列，标题有 ${names.length} 列`);
      continue;
    }
    const cells = Object.fromEntries(names.map((name, at) => [columns[name], record[at]]));
    found.push({ line, cells: cells as Partial<Record<Part, string>> });
  }
  return found;
}
