import { readFileSync } from "node:fs";
import { CsvError, parse } from "csv-parse/sync";
import type { z } from "zod";

/** Reads one file of the reference folder; tests pass one that alters rows. */
export type ReadFile = (file: string) => string;

const dataFolder = new URL("../data/", import.meta.url);

export const readDataFile: ReadFile = (file) => readFileSync(new URL(file, dataFolder), "utf8");

export interface Row<T> {
  line: number;
  value: T;
}

/** Every problem found, each as `file:line what is wrong`, so that one run shows all of them. */
export class ReferenceDataError extends Error {
  override readonly name = "ReferenceDataError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The reference data has ${problems.length} problem(s):\n${problems.join("\n")}`);
    this.problems = problems;
  }
}

/** Rows that fit the schema; the others are reported in `problems`. */
export function readTable<T>(
  readFile: ReadFile,
  file: string,
  schema: z.ZodType<T, Record<string, string>>,
  problems: string[],
): Row<T>[] {
  const rows: Row<T>[] = [];
  for (const { record, info } of parseRecords(readFile(file), file)) {
    const result = schema.safeParse(record);
    if (result.success) rows.push({ line: info.lines, value: result.data });
    else problems.push(...describeIssues(`${file}:${info.lines}`, result.error));
  }
  if (rows.length === 0) problems.push(`${file}:1 holds no usable row`);
  return rows;
}

interface ParsedRecord {
  record: Record<string, string>;
  info: { lines: number };
}

function parseRecords(text: string, file: string): ParsedRecord[] {
  try {
    return parse(text, { columns: true, info: true, bom: true }) as unknown as ParsedRecord[];
  } catch (error) {
    if (error instanceof CsvError) throw new ReferenceDataError([`${file} ${error.message}`]);
    throw error;
  }
}

export function readJson<T>(readFile: ReadFile, file: string, schema: z.ZodType<T>): T {
  let content: unknown;
  try {
    content = JSON.parse(readFile(file));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ReferenceDataError([`${file} ${error.message}`]);
    throw error;
  }
  const result = schema.safeParse(content);
  if (!result.success) throw new ReferenceDataError(describeIssues(file, result.error));
  return result.data;
}

const describeIssues = (place: string, error: z.ZodError): string[] =>
  error.issues.map((issue) => `${place} ${issue.path.join(".")}: ${issue.message}`);
