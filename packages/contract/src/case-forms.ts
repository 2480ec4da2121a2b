import { z } from "zod";

/** R50, R52: when a form of a matter is asked: at the check on the spot, with what the handler reports, before it is closed, at any time. */
export const FormMoment = z.enum(["check", "feedback", "close", "any"]);
export type FormMoment = z.infer<typeof FormMoment>;

export const FieldKey = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);

const named = {
  key: FieldKey,
  name: z.string().trim().min(1).max(40),
  english: z.string().trim().max(60).default(""),
  required: z.boolean().default(false),
};
const text = z.object({
  ...named,
  kind: z.literal("text"),
  max: z.number().int().min(1).max(2000).default(200),
  /** A person's name: kept sealed, shown masked, never in the timeline. */
  personal: z.boolean().default(false),
});
const number = z.object({
  ...named,
  kind: z.literal("number"),
  unit: z.string().trim().max(20).default(""),
  min: z.number().optional(),
  max: z.number().optional(),
  whole: z.boolean().default(false),
});
const choice = z.object({
  ...named,
  kind: z.literal("choice"),
  options: z
    .array(
      z.object({
        key: FieldKey,
        name: z.string().trim().min(1).max(40),
        english: z.string().trim().max(60).default(""),
      }),
    )
    .min(2)
    .max(30),
});
const yesNo = z.object({ ...named, kind: z.literal("yesNo") });
const moment = z.object({ ...named, kind: z.literal("moment") });

/** A cell of a table, or a field of its own. */
export const ScalarField = z.discriminatedUnion("kind", [text, number, choice, yesNo, moment]);
export type ScalarField = z.infer<typeof ScalarField>;

export const FormField = z.discriminatedUnion("kind", [
  text,
  number,
  choice,
  yesNo,
  moment,
  z.object({
    ...named,
    kind: z.literal("rows"),
    columns: z.array(ScalarField).min(1).max(12),
    most: z.number().int().min(1).max(200).default(100),
  }),
]);
export type FormField = z.infer<typeof FormField>;
export type RowsField = Extract<FormField, { kind: "rows" }>;

/** R52 "same-day resettled n of m": rows whose second moment falls on the day of the first, each as many as its count. */
export const DayTally = z.object({
  name: z.string().trim().min(1).max(40),
  english: z.string().trim().max(60).default(""),
  rows: FieldKey,
  since: FieldKey,
  done: FieldKey,
  count: FieldKey.optional(),
});
export type DayTally = z.infer<typeof DayTally>;

export const FormCode = z.string().regex(/^[A-Z]{2}\d{2,4}$/);

export const CaseForm = z
  .object({
    code: FormCode,
    name: z.string().trim().min(1).max(40),
    english: z.string().trim().max(60).default(""),
    /** The first digits of categories, or all six. */
    categories: z
      .array(z.string().regex(/^\d{2}(\d{2}){0,2}$/))
      .min(1)
      .max(50),
    when: FormMoment,
    /** The act of that moment waits for it. */
    required: z.boolean().default(false),
    fields: z.array(FormField).min(1).max(40),
    tally: DayTally.optional(),
    basis: z.string().trim().max(200).default(""),
  })
  .meta({ id: "CaseForm" });
export type CaseForm = z.infer<typeof CaseForm>;

export const CaseForms = z.object({ forms: z.array(CaseForm).max(300) });

const Answer = z.union([z.string().max(2000), z.number(), z.boolean()]);
export type Answer = z.infer<typeof Answer>;
/** `id` is given by whoever adds the row, so that it stays the same row when others come and go. */
export const AnswerRow = z.object({
  id: z.string().regex(/^[\w-]{1,40}$/),
  values: z.record(z.string().max(40), Answer.nullable()),
});
export type AnswerRow = z.infer<typeof AnswerRow>;
export const Answers = z.record(
  z.string().max(40),
  z.union([Answer, z.array(AnswerRow).max(200)]).nullable(),
);
export type Answers = z.infer<typeof Answers>;

/** The whole form. What is personal and left out stays as it was: whoever edits reads it masked. */
export const FillForm = z
  .object({
    /** The version the writer saw, 0 when nobody had filled it. The same answers again change nothing. */
    seen: z.number().int().nonnegative(),
    answers: Answers,
  })
  .meta({ id: "FillForm" });
export type FillForm = z.infer<typeof FillForm>;

export const IncidentForm = z
  .object({
    /** As it was filled; as it is in force when nobody has. */
    form: CaseForm,
    version: z.number().int(),
    /** Null when nobody has filled it, and for who sees the matter masked. Personal ones masked. */
    answers: Answers.nullable(),
    filledBy: z.string(),
    filledAt: z.iso.datetime().nullable(),
    mayFill: z.boolean(),
    revealable: z.boolean(),
    tally: z.object({ done: z.number().int(), all: z.number().int() }).nullable(),
  })
  .meta({ id: "IncidentForm" });
export type IncidentForm = z.infer<typeof IncidentForm>;

export const IncidentForms = z.object({ items: z.array(IncidentForm) });
/** Personal answers whole: by field, of tables by row and column. */
export const RevealedAnswers = z.object({ answers: Answers });
