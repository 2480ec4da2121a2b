import { parse } from "csv-parse/sync";

export type TableFault = (line: number, column: string, message: string) => void;
type Table<Part extends string> = {
  /** Column of the table → part of what a row says. */
  columns: Readonly<Record<string, Part>>;
  required: readonly string[];
  mostLines: number;
};
export type TableRow<Part extends string> = { line: number; cells: Partial<Record<Part, string>> };

/**
 * The rows of a table whose heading (line 1) names its columns. Whatever is wrong with a row's form is told by its line;
 * with a wrong heading, or too many rows, there are none.
 */
export function readTableRows<Part extends string>(
  text: string,
  { columns, required, mostLines }: Table<Part>,
  fault: TableFault,
): TableRow<Part>[] {
  const records = parse(text, {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: (error) => {
      fault(Number(error?.lines ?? 1), "", "这一行的引号或分隔符不正确");
      return undefined;
    },
  }) as unknown as { record: string[]; info: { lines: number } }[];
  const [heading, ...rows] = records;
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
  if (firstTooMany)
    fault(firstTooMany.info.lines, "", `一次最多导入 ${mostLines} 行，请分成几个文件`);
  if (unknown.length > 0 || missing.length > 0 || firstTooMany) return [];
  return rows.flatMap(({ record, info }): TableRow<Part>[] => {
    if (record.length !== names.length) {
      fault(info.lines, "", `这一行有 ${record.length} 列，标题有 ${names.length} 列`);
      return [];
    }
    const cells = Object.fromEntries(names.map((name, at) => [columns[name], record[at]]));
    return [{ line: info.lines, cells: cells as Partial<Record<Part, string>> }];
  });
}
