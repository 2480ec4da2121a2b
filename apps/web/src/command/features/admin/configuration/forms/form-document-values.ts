import type { CaseForm, FormField } from "@gezhi/contract/case-forms.ts";
import { filledIn } from "../form-values.ts";

type Options = Extract<FormField, { kind: "choice" }>["options"];
/** Options stand as lines in the form: `key | name | English name`. */
type FieldValues = Record<string, unknown> & {
  kind?: string;
  options?: string;
  columns?: FieldValues[];
};

const linesOf = (options: Options): string =>
  options.map(({ key, name, english }) => [key, name, english].join(" | ")).join("\n");

const optionsOf = (lines: string | undefined): unknown[] =>
  (lines ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [key = "", name = "", english = ""] = line.split("|").map((part) => part.trim());
      return { key, name: name || key, english };
    });

const fieldToForm = (field: FormField): FieldValues => {
  if (field.kind === "choice") return { ...field, options: linesOf(field.options) };
  if (field.kind === "rows") return { ...field, columns: field.columns.map(fieldToForm) };
  return { ...field };
};

/** Only what its kind has: what was typed for another kind before goes. */
const members: Record<string, readonly string[]> = {
  text: ["max", "personal"],
  number: ["unit", "min", "max", "whole"],
  choice: ["options"],
  yesNo: [],
  moment: [],
  rows: ["columns", "most"],
};

function fieldFromForm(values: FieldValues | null | undefined): unknown {
  const kind = values?.kind ?? "text";
  const kept = ["key", "name", "english", "required", "kind", ...(members[kind] ?? [])];
  const picked = Object.fromEntries(
    Object.entries({ ...values, kind }).filter(([name]) => kept.includes(name)),
  ) as FieldValues;
  return filledIn({
    ...picked,
    ...(kind === "choice" ? { options: optionsOf(picked.options) } : {}),
    ...(kind === "rows" ? { columns: (picked.columns ?? []).map(fieldFromForm) } : {}),
  });
}

export const toForm = (form: CaseForm): Record<string, unknown> => ({
  ...form,
  fields: form.fields.map(fieldToForm),
});

/** As the document wants it, still unchecked. */
export function fromForm(values: Record<string, unknown>): unknown {
  const { tally, fields, ...rest } = values as {
    tally?: { rows?: string };
    fields?: FieldValues[];
  };
  return {
    ...(filledIn(rest) as Record<string, unknown>),
    fields: (fields ?? []).map(fieldFromForm),
    ...(tally?.rows ? { tally: filledIn(tally) } : {}),
  };
}
