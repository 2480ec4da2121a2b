import { SectionId } from "@gezhi/contract/configuration.ts";
import { Measure } from "@gezhi/contract/figures.ts";
import { IncidentAct, IncidentStatus, Urgency } from "@gezhi/contract/incidents.ts";
import { ReportSource } from "@gezhi/contract/reports.ts";
import { z } from "zod";
import type { Query } from "../api.ts";

const one = <T extends z.ZodType>(item: T) => item.optional().catch(undefined);
const many = <T extends z.ZodType>(item: T) =>
  z
    .preprocess(
      (value) => (value === undefined || Array.isArray(value) ? value : [value]),
      z.array(item).optional(),
    )
    .catch(undefined);

/** What a list behind a number shows; the address of the list says the same. */
export const IncidentListSearch = z.object({
  list: one(z.enum(["all", "escalations"])),
  unit: one(z.string().regex(/^\d{2,17}$/)),
  urgency: many(Urgency),
  status: many(IncidentStatus),
  open: one(z.enum(["true", "false"])),
  overdue: one(z.literal("true")),
  due: one(z.literal("today")),
  opened: one(z.literal("today")),
  closed: one(z.literal("today")),
  /** Exactly what a figure counts in a period. */
  figure: one(Measure),
  from: one(z.iso.datetime()),
  to: one(z.iso.datetime()),
  source: one(ReportSource),
  section: one(SectionId),
  category: one(z.string().regex(/^\d{2}(\d{4})?$/)),
  q: one(z.string().max(100)),
  sort: one(z.enum(["urgency", "newest", "due"])),
  /** Only those on which this person may do this now. */
  act: one(IncidentAct),
});
export type IncidentListSearch = z.infer<typeof IncidentListSearch>;

export const incidentListQuery = ({
  act: _act,
  list = "all",
  ...filter
}: IncidentListSearch): Query => ({ ...filter, list, limit: 100 });
