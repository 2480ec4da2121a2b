import type { ReactNode } from "react";
import type { z } from "zod";

export type Option = { value: string; label: string };

export type FieldSpec =
  | { kind: "text"; max?: number }
  | { kind: "long"; max?: number }
  | { kind: "number"; min: number; max: number; step?: number; unit?: string }
  | { kind: "choice"; options: readonly Option[] }
  | { kind: "choices"; options: readonly Option[] }
  /** Free words, each confirmed with Enter. */
  | { kind: "words"; options?: readonly Option[] }
  | { kind: "flag" };

export type EditableColumn<Row> = {
  key: keyof Row & string;
  title: string;
  /** What the form calls it, when the table's column says more. */
  formTitle?: string;
  field: FieldSpec;
  width?: number | string;
  align?: "right";
  /** Stands in the form only, not in the table. */
  formOnly?: boolean;
  optional?: boolean;
  hint?: string;
  /** A select above the table narrows to one value. */
  filter?: boolean;
  render?: (row: Row) => ReactNode;
};

export type RowValues = Record<string, unknown>;

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);

/** What the form says, as the document wants it: optional fields that are empty are left out. */
export function cleanValues<Row>(
  columns: readonly EditableColumn<Row>[],
  values: RowValues,
): RowValues {
  const entries = columns.flatMap(({ key, field, optional }) => {
    const value = values[key];
    if (isEmpty(value)) {
      if (optional) return [];
      if (field.kind === "choices" || field.kind === "words") return [[key, []] as const];
      if (field.kind === "flag") return [[key, false] as const];
      return [[key, field.kind === "number" ? value : ""] as const];
    }
    return [[key, typeof value === "string" ? value.trim() : value] as const];
  });
  return Object.fromEntries(entries);
}

export type Checked<Row> = { row: Row } | { wrong: string[] };

export function checkRow<Row>(
  schema: z.ZodType<Row>,
  columns: readonly EditableColumn<Row>[],
  values: RowValues,
): Checked<Row> {
  const parsed = schema.safeParse(cleanValues(columns, values));
  if (parsed.success) return { row: parsed.data };
  return { wrong: [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? "")))] };
}

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** The value as words: for the table, for searching and for filters. */
export function cellText<Row>(
  { key, field }: Pick<EditableColumn<Row>, "key" | "field">,
  row: Row,
): string {
  const value: unknown = row[key];
  const nameOf = (code: unknown) =>
    ("options" in field && field.options?.find((one) => one.value === code)?.label) || textOf(code);
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(nameOf).join("、");
  return field.kind === "choice" ? nameOf(value) : textOf(value);
}
