import type {
  Answer,
  AnswerRow,
  Answers,
  CaseForm,
  FormField,
  ScalarField,
} from "@gezhi/contract/case-forms.ts";

/** As the form keeps it: times as the clock on a wall in China shows them, rows with their ids. */
export type FormValues = Record<string, unknown>;

const chinaOffsetMs = 8 * 3_600_000;
const localOf = (instant: string) =>
  new Date(Date.parse(instant) + chinaOffsetMs).toISOString().slice(0, 16);
const instantOf = (local: string) => new Date(`${local.slice(0, 16)}:00+08:00`).toISOString();

export const isPersonal = (field: FormField | ScalarField): boolean =>
  field.kind === "text" && field.personal;

function valueOf(field: FormField | ScalarField, answer: unknown): unknown {
  // Read masked; whoever leaves it empty keeps it.
  if (isPersonal(field) || answer === null) return undefined;
  return field.kind === "moment" && typeof answer === "string" ? localOf(answer) : answer;
}

const rowValues = (columns: readonly ScalarField[], { id, values }: AnswerRow): FormValues => ({
  id,
  ...Object.fromEntries(columns.map((column) => [column.key, valueOf(column, values[column.key])])),
});

export const toValues = (form: CaseForm, answers: Answers | null): FormValues =>
  Object.fromEntries(
    form.fields.map((field) => {
      const answer = answers?.[field.key];
      if (field.kind !== "rows") return [field.key, valueOf(field, answer)];
      return [
        field.key,
        Array.isArray(answer) ? answer.map((row) => rowValues(field.columns, row)) : [],
      ];
    }),
  );

/** Empty means nothing, except for what is personal: that stays as it was. */
function answerOf(field: FormField | ScalarField, value: unknown): Answer | null | undefined {
  const empty = value === undefined || value === null || value === "";
  if (empty) return isPersonal(field) ? undefined : null;
  if (field.kind === "moment") return typeof value === "string" ? instantOf(value) : null;
  return value as Answer;
}

const filled = <T>(entries: readonly (readonly [string, T | undefined])[]): Record<string, T> =>
  Object.fromEntries(entries.filter((entry): entry is [string, T] => entry[1] !== undefined));

export const toAnswers = (form: CaseForm, values: FormValues): Answers =>
  filled(
    form.fields.map((field): [string, Answers[string] | undefined] => {
      const value = values[field.key];
      if (field.kind !== "rows") return [field.key, answerOf(field, value)];
      const rows = (Array.isArray(value) ? value : []) as FormValues[];
      return [
        field.key,
        rows.map((row) => ({
          id: String(row["id"]),
          values: filled(field.columns.map((one) => [one.key, answerOf(one, row[one.key])])),
        })),
      ];
    }),
  );

/** A draft stays on the device for days: without names. */
export const forDraft = (form: CaseForm, values: FormValues): FormValues =>
  Object.fromEntries(
    form.fields.flatMap((field) => {
      const value = values[field.key];
      if (isPersonal(field)) return [];
      if (field.kind !== "rows" || !Array.isArray(value)) return [[field.key, value]];
      const hidden = field.columns.filter(isPersonal).map(({ key }) => key);
      return [
        [
          field.key,
          (value as FormValues[]).map((row) =>
            Object.fromEntries(Object.entries(row).filter(([key]) => !hidden.includes(key))),
          ),
        ],
      ];
    }),
  );
