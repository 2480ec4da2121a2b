import { z } from "zod";
import { ReportId } from "./ids.ts";
import { Position } from "./units.ts";

/** A report as it stands with its incident. */
export const ReportView = z
  .object({
    id: ReportId,
    source: z.string(),
    text: z.string(),
    at: z.iso.datetime(),
    position: Position.nullable(),
    positionSource: z.string(),
    address: z.string(),
    /** Who says so: staff by name, of anybody else only the surname. */
    reporter: z.string(),
    /** Who wrote down what somebody else said: a call, a hotline order. */
    enteredBy: z.string().nullable(),
    /** Masked (138****0000); `POST /api/reveals` gives it whole, with a reason on record. */
    phone: z.string().nullable(),
    foreign: z.object({ system: z.string(), number: z.string() }).nullable(),
    /** Why this report joined this incident. */
    linkReasons: z.array(z.string()),
    linkScore: z.number().nullable(),
    simulated: z.boolean(),
  })
  .meta({ id: "ReportView" });
export type ReportView = z.infer<typeof ReportView>;
