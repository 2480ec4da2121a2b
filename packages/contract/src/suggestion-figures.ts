import { z } from "zod";
import { UnitCode } from "./units.ts";

export const SuggestionFigureQuery = z.object({
  unit: UnitCode.optional(),
  /** Absent: from midnight in Beijing until now. */
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
export type SuggestionFigureQuery = z.infer<typeof SuggestionFigureQuery>;

/** What people made of a suggestion. */
export const Judged = z.object({ kept: z.number().int(), corrected: z.number().int() });
export type Judged = z.infer<typeof Judged>;

/** Suggestions measured against what people decided (F20): units and categories, never persons. */
export const SuggestionFigures = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    /** Set when only the newest incidents of the period were compared: how many. */
    newest: z.number().int().nullable(),
    /** Categories the server was sure enough of to set. */
    category: Judged,
    /** Categories it was not sure of and only named: whether people chose the first it named. */
    unsure: Judged,
    post: Judged,
    /** Of the categories it set, by its confidence from `from` to below `to`. */
    confidence: z.array(z.object({ from: z.number(), to: z.number(), judged: Judged })),
    categories: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        category: Judged,
        post: Judged,
        /** What people chose in its place, the most frequent first. */
        instead: z.array(z.object({ code: z.string(), name: z.string(), cases: z.number().int() })),
      }),
    ),
  })
  .meta({ id: "SuggestionFigures" });
export type SuggestionFigures = z.infer<typeof SuggestionFigures>;

/** Null while nobody has judged any. */
export const keptShare = ({ kept, corrected }: Judged): number | null =>
  kept + corrected === 0 ? null : kept / (kept + corrected);
