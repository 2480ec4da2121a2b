import type {
  Answer,
  AnswerRow,
  Answers,
  CaseForm,
  FormField,
  RowsField,
  ScalarField,
} from "@gezhi/contract/case-forms.ts";
import type { FieldError } from "../../platform/problems.ts";

type Cells = Record<string, Answer>;
/** Checked: nothing empty, nothing unknown. */
export type Kept = Record<string, Answer | { id: string; values: Cells }[]>;

const isPersonal = (field: FormField | ScalarField): boolean =>
  field.kind === "text" && field.personal;
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "");
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** Why this value cannot stand in the field; undefined when it can. */
function problemOf(field: ScalarField, value: Answer): string | undefined {
  switch (field.kind) {
    case "text":
      if (typeof value !== "string") return "应为文字";
      return value.trim().length > field.max ? `不超过 ${field.max} 字` : undefined;
    case "number": {
      if (typeof value !== "number" || !Number.isFinite(value)) return "应为数字";
      if (field.whole && !Number.isInteger(value)) return "应为整数";
      const { min, max, unit } = field;
      if (min !== undefined && value < min) return `不小于 ${min}${unit && ` ${unit}`}`;
      return max !== undefined && value > max ? `不大于 ${max}${unit && ` ${unit}`}` : undefined;
    }
    case "choice":
      return field.options.some(({ key }) => key === value) ? undefined : "请从选项中选择";
    case "yesNo":
      return typeof value === "boolean" ? undefined : "应为是或否";
    default:
      return typeof value === "string" && instant.test(value) && !Number.isNaN(Date.parse(value))
        ? undefined
        : "应为日期和时间";
  }
}

const asKept = (field: ScalarField, value: Answer): Answer => {
  if (field.kind === "moment") return new Date(value as string).toISOString();
  return typeof value === "string" ? value.trim() : value;
};

type Found = { faults: FieldError[] };

/** One field or cell; what is personal and left out stays as it stood. */
function cell(
  field: ScalarField,
  given: unknown,
  before: Answer | undefined,
  at: { path: string; name: string },
  found: Found,
): Answer | undefined {
  if (given === undefined && isPersonal(field) && before !== undefined) return before;
  if (isEmpty(given)) {
    if (field.required) found.faults.push({ path: at.path, message: `${at.name}：必填` });
    return undefined;
  }
  if (Array.isArray(given)) {
    found.faults.push({ path: at.path, message: `${at.name}：不能是表格` });
    return undefined;
  }
  const problem = problemOf(field, given as Answer);
  if (problem) {
    found.faults.push({ path: at.path, message: `${at.name}：${problem}` });
    return undefined;
  }
  return asKept(field, given as Answer);
}

function rowsOf(
  field: RowsField,
  given: unknown,
  before: Kept[string] | undefined,
  found: Found,
): Kept[string] | undefined {
  const path = `answers.${field.key}`;
  const fault = (message: string) => void found.faults.push({ path, message });
  const rows = (given ?? []) as AnswerRow[];
  if (!Array.isArray(rows)) return fault(`${field.name}：应为表格`);
  if (rows.length === 0) return field.required ? fault(`${field.name}：至少一行`) : undefined;
  if (rows.length > field.most) return fault(`${field.name}：不超过 ${field.most} 行`);
  if (new Set(rows.map(({ id }) => id)).size < rows.length)
    return fault(`${field.name}：有两行编号相同，请刷新后再填`);
  const known = Array.isArray(before) ? before : [];
  return rows.map(({ id, values }, index) => {
    const old = known.find((row) => row.id === id)?.values;
    const place = `${path}.${index}`;
    strangers(field.columns, values, place, `${field.name}第 ${index + 1} 行`, found);
    const cells = field.columns.flatMap((column): [string, Answer][] => {
      const name = `${field.name}第 ${index + 1} 行“${column.name}”`;
      const at = { path: `${place}.${column.key}`, name };
      const value = cell(column, values[column.key], old?.[column.key], at, found);
      return value === undefined ? [] : [[column.key, value]];
    });
    return { id, values: Object.fromEntries(cells) };
  });
}

function strangers(
  fields: readonly { key: string }[],
  given: Readonly<Record<string, unknown>>,
  path: string,
  name: string,
  found: Found,
): void {
  for (const key of Object.keys(given))
    if (!fields.some((field) => field.key === key))
      found.faults.push({ path: `${path}.${key}`, message: `${name}没有字段 ${key}` });
}

/** What was given, checked against the form; faults name their field. `before` is what stood there, opened. */
export function checkAnswers(
  form: CaseForm,
  given: Answers,
  before: Kept,
): { answers: Kept; faults: FieldError[] } {
  const found: Found = { faults: [] };
  strangers(form.fields, given, "answers", `《${form.name}》`, found);
  const entries = form.fields.flatMap((field): [string, Kept[string]][] => {
    const old = before[field.key];
    const value =
      field.kind === "rows"
        ? rowsOf(field, given[field.key], old, found)
        : cell(
            field,
            given[field.key],
            Array.isArray(old) ? undefined : old,
            { path: `answers.${field.key}`, name: field.name },
            found,
          );
    return value === undefined ? [] : [[field.key, value]];
  });
  return { answers: Object.fromEntries(entries), faults: found.faults };
}

/** The same answers with what is personal changed by `change`; without it where that answers undefined. */
export function withPersonal(
  form: CaseForm,
  answers: Kept,
  change: (value: string) => string | undefined,
): Kept {
  const cells = (fields: readonly (FormField | ScalarField)[], values: Cells): Cells =>
    Object.fromEntries(
      Object.entries(values).flatMap(([key, value]) => {
        const field = fields.find((one) => one.key === key);
        const after = field && isPersonal(field) ? change(String(value)) : value;
        return after === undefined ? [] : [[key, after]];
      }),
    );
  return Object.fromEntries(
    Object.entries(answers).flatMap(([key, value]): [string, Kept[string]][] => {
      const field = form.fields.find((one) => one.key === key);
      if (field?.kind === "rows" && Array.isArray(value))
        return [[key, value.map((row) => ({ ...row, values: cells(field.columns, row.values) }))]];
      const kept = Array.isArray(value) ? value : cells(form.fields, { [key]: value })[key];
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}

export const hasPersonal = (form: CaseForm): boolean =>
  form.fields.some((field) =>
    field.kind === "rows" ? field.columns.some(isPersonal) : isPersonal(field),
  );
