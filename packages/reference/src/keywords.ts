import { z } from "zod";
import { type ReadFile, readDataFile, readTable, ReferenceDataError } from "./read-table.ts";

const KeywordRow = z.object({
  code: z.string().regex(/^(\d{6}|@.+)$/, "a category code, or @ and the name of a group of words"),
  word: z.string().min(1),
  weight: z.string().transform(Number).pipe(z.number().min(-10).max(10)),
});
export type Keyword = z.infer<typeof KeywordRow>;

/** What the classifier knows of words at first: rows of a category, or `@group` rows that other rows refer to. */
export function readKeywords(readFile: ReadFile = readDataFile): Keyword[] {
  const problems: string[] = [];
  const rows = readTable(
    readFile,
    "keywords.csv",
    KeywordRow as z.ZodType<Keyword, Record<string, string>>,
    problems,
  );
  if (problems.length) throw new ReferenceDataError(problems);
  return rows.map(({ value }) => value);
}
