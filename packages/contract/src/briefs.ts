import { z } from "zod";
import { UnitCode } from "./units.ts";

const Day = z.iso.date();

export const BriefQuery = z.object({ unit: UnitCode.optional(), day: Day });
export type BriefQuery = z.infer<typeof BriefQuery>;

/** What a page shows and what DOCX and PDF are made from: the same text in all three. */
export const BriefBlock = z.discriminatedUnion("kind", [
  /** 一、 and （一）. */
  z.object({ kind: z.literal("heading"), level: z.literal(1).or(z.literal(2)), text: z.string() }),
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({
    kind: z.literal("table"),
    name: z.string(),
    head: z.array(z.string()),
    rows: z.array(z.array(z.string())),
  }),
]);
export type BriefBlock = z.infer<typeof BriefBlock>;

export const Brief = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    day: Day,
    /** The red line at its head, its number, who issues it, and the date it bears. */
    head: z.string(),
    number: z.string(),
    issuer: z.string(),
    date: z.string(),
    title: z.string(),
    blocks: z.array(BriefBlock),
    /** Until when it counts. */
    at: z.iso.datetime(),
    over: z.boolean(),
  })
  .meta({ id: "Brief" });
export type Brief = z.infer<typeof Brief>;

export const BriefList = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    days: z.array(
      z.object({
        day: Day,
        number: z.string(),
        reported: z.number().int(),
        closed: z.number().int(),
        over: z.boolean(),
      }),
    ),
  })
  .meta({ id: "BriefList" });
export type BriefList = z.infer<typeof BriefList>;
