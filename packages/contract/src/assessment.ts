import { z } from "zod";
import { FigureQuery } from "./figures.ts";
import { IncidentId, ObjectionId } from "./ids.ts";
import { UnitCode } from "./units.ts";

/** R28: all that is assessed. No points, no ranking, no time on line, no check-ins. */
export const AssessmentPart = z.enum(["completion", "timeliness", "quality", "rating"]);
export type AssessmentPart = z.infer<typeof AssessmentPart>;

/** Per cent; together 100. */
export const AssessmentWeights = z.record(AssessmentPart, z.number().int());
export type AssessmentWeights = z.infer<typeof AssessmentWeights>;

/** Where the limits in force say nothing of weights. */
export const usualWeights: AssessmentWeights = {
  completion: 30,
  timeliness: 30,
  quality: 20,
  rating: 20,
};

export const AssessmentQuery = FigureQuery.pick({ unit: true, from: true, to: true });
export type AssessmentQuery = z.infer<typeof AssessmentQuery>;
export const AssessmentExportQuery = AssessmentQuery.extend({
  language: z.enum(["zh-CN", "en"]).default("zh-CN"),
});

const Share = z.object({ of: z.number().int(), over: z.number().int() });

export const AssessmentRow = z.object({
  unit: z.object({ code: UnitCode, name: z.string() }),
  parts: z.record(AssessmentPart, Share),
  /** 0–100 with one decimal; null where nothing is to be assessed. */
  score: z.number().nullable(),
  /** Incidents left out after accepted objections. */
  leftOut: z.number().int(),
});
export type AssessmentRow = z.infer<typeof AssessmentRow>;

export const Objection = z
  .object({
    id: ObjectionId,
    incident: IncidentId,
    number: z.string(),
    unit: z.object({ code: UnitCode, name: z.string() }),
    reason: z.string(),
    raisedBy: z.string(),
    raisedAt: z.iso.datetime(),
    status: z.enum(["open", "accepted", "refused"]),
    answer: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
    actions: z.array(z.enum(["decide"])),
  })
  .meta({ id: "Objection" });
export type Objection = z.infer<typeof Objection>;

export const Assessment = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    weights: AssessmentWeights,
    total: AssessmentRow,
    /** In the order of their codes, never of their scores. */
    rows: z.array(AssessmentRow),
    /** The newest of this unit and those below. */
    objections: z.array(Objection),
    actions: z.array(z.enum(["object"])),
  })
  .meta({ id: "Assessment" });
export type Assessment = z.infer<typeof Assessment>;

export const RaiseObjection = z
  .object({
    /** The incident's number. */
    number: z.string().trim().min(4).max(40),
    reason: z.string().trim().min(2).max(500),
  })
  .meta({ id: "RaiseObjection" });
export type RaiseObjection = z.infer<typeof RaiseObjection>;

export const DecideObjection = z
  .object({ accept: z.boolean(), answer: z.string().trim().min(2).max(500) })
  .meta({ id: "DecideObjection" });
export type DecideObjection = z.infer<typeof DecideObjection>;
