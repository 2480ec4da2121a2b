import { z } from "zod";
import { IncidentStatus, IncidentSummary, Urgency } from "./incidents.ts";
import { SectionId } from "./configuration.ts";
import { Measure } from "./figures.ts";
import { PageQuery, pageOf } from "./problem.ts";
import { ReportSource } from "./reports.ts";
import { UnitCode } from "./units.ts";

export const IncidentQuery = PageQuery.extend({
  /** Which list: the centre's queue, my post's inbox, my grid, escalations to the district, everything in scope. */
  list: z.enum(["queue", "inbox", "mine", "escalations", "recheck", "all"]).default("all"),
  unit: UnitCode.optional(),
  status: z
    .array(IncidentStatus)
    .or(IncidentStatus.transform((one) => [one]))
    .optional(),
  urgency: z
    .array(Urgency)
    .or(Urgency.transform((one) => [one]))
    .optional(),
  category: z.string().max(6).optional(),
  open: z.enum(["true", "false"]).optional(),
  overdue: z.enum(["true"]).optional(),
  supervised: z.enum(["true"]).optional(),
  /** Open ones whose running limit ends before midnight in Beijing. */
  due: z.enum(["today"]).optional(),
  /** Reported, or done (closed, not refused or merged), since midnight in Beijing. */
  opened: z.enum(["today"]).optional(),
  closed: z.enum(["today"]).optional(),
  /** What one figure counts, in the period `from` … `to` (its end excluded). */
  figure: Measure.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Categories that posts of this section handle. */
  section: SectionId.optional(),
  /** Who told it first. */
  source: ReportSource.optional(),
  /** Number, foreign number, or words of title, description and address. */
  q: z.string().trim().max(100).optional(),
  sort: z.enum(["urgency", "newest", "due"]).default("urgency"),
});
export type IncidentQuery = z.infer<typeof IncidentQuery>;

export const IncidentPage = pageOf(IncidentSummary).extend({ serverTime: z.iso.datetime() });
export type IncidentPage = z.infer<typeof IncidentPage>;
