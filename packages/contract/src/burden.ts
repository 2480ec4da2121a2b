import { z } from "zod";
import { FormId } from "./ids.ts";
import { UnitCode } from "./units.ts";

export const FormEvery = z.enum(["once", "daily", "weekly", "monthly", "quarterly", "yearly"]);
export type FormEvery = z.infer<typeof FormEvery>;
/** `negative`: the negative list refused it. */
export const FormOutcome = z.enum(["accepted", "duplicate", "negative"]);
export type FormOutcome = z.infer<typeof FormOutcome>;

export const AskForm = z
  .object({
    /** Who is to fill it in. */
    unit: UnitCode,
    name: z.string().trim().min(2).max(80),
    /** The department or unit that wants it, never a person. */
    askedBy: z.string().trim().min(2).max(60),
    fields: z.array(z.string().trim().min(1).max(40)).max(200).default([]),
    every: FormEvery,
    /** For filling it in once. */
    minutes: z.number().int().min(1).max(2400),
  })
  .meta({ id: "AskForm" });
export type AskForm = z.infer<typeof AskForm>;

export const AskedForm = z
  .object({
    id: FormId,
    unit: z.object({ code: UnitCode, name: z.string() }),
    name: z.string(),
    askedBy: z.string(),
    fields: z.array(z.string()),
    every: FormEvery,
    minutes: z.number().int(),
    askedOn: z.iso.date(),
    outcome: FormOutcome,
    endedOn: z.iso.date().nullable(),
    mayEnd: z.boolean(),
  })
  .meta({ id: "AskedForm" });
export type AskedForm = z.infer<typeof AskedForm>;

export const AskFormResult = z
  .object({
    outcome: FormOutcome,
    form: AskedForm,
    /** Why it need not be filled in, and what to use instead. */
    reason: z.string(),
    earlier: AskedForm.nullable(),
  })
  .meta({ id: "AskFormResult" });
export type AskFormResult = z.infer<typeof AskFormResult>;

const Load = z.object({
  /** Forms that were to be filled in at some time of the month. */
  forms: z.number().int(),
  /** What filling them in takes, by the minutes and the rhythm that were given. */
  minutes: z.number().int(),
  duplicates: z.number().int(),
  negatives: z.number().int(),
});

export const FormBurden = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    month: z.string(),
    /** Oldest first, the unit with all below it. */
    months: z.array(Load.extend({ month: z.string() })),
    /** Each unit that was asked, in `month`, with the minutes of the month before. */
    units: z.array(
      Load.extend({ code: UnitCode, name: z.string(), minutesBefore: z.number().int() }),
    ),
    /** In force, and those refused in `month`. */
    forms: z.array(AskedForm),
    mayAsk: z.boolean(),
  })
  .meta({ id: "FormBurden" });
export type FormBurden = z.infer<typeof FormBurden>;

export const FormBurdenQuery = z.object({
  unit: UnitCode.optional(),
  /** Absent: this month. */
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional(),
});
export type FormBurdenQuery = z.infer<typeof FormBurdenQuery>;
