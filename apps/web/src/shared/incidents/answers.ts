import { Handler, IncidentSummary, Urgency, WorkOrder } from "@gezhi/contract/incidents.ts";
import { IncidentId, ReportId } from "@gezhi/contract/ids.ts";
import { pageOf } from "@gezhi/contract/problem.ts";
import { Category } from "@gezhi/contract/configuration.ts";
import { Holder } from "@gezhi/contract/identity.ts";
import { Position, UnitCode } from "@gezhi/contract/units.ts";
import type { Feature } from "geojson";
import { z } from "zod";

/** reported = open + closed + rejected + merged. */
export const IncidentCounts = z.object({
  reported: z.number().int(),
  open: z.number().int(),
  closed: z.number().int(),
  rejected: z.number().int(),
  merged: z.number().int(),
  overdue: z.number().int(),
  dueToday: z.number().int(),
  byUrgency: z.record(z.string(), z.number().int()),
  byStatus: z.record(z.string(), z.number().int()),
});
export type IncidentCounts = z.infer<typeof IncidentCounts>;

/** Someone work can be dispatched to. */
export const Target = z.object({
  handler: Handler,
  name: z.string(),
  kind: z.string(),
  holders: z.array(
    z.object({ name: z.string(), holder: Holder.nullable(), available: z.boolean() }),
  ),
  load: z.number().int(),
});
export type Target = z.infer<typeof Target>;
export const Targets = z.object({ items: z.array(Target) });

export const Presence = z.object({
  people: z.array(z.object({ name: z.string(), typing: z.boolean() })),
});
export type Presence = z.infer<typeof Presence>;

export const InboxPage = pageOf(z.object({ workOrder: WorkOrder, incident: IncidentSummary }));
export type InboxPage = z.infer<typeof InboxPage>;
export type InboxItem = InboxPage["items"][number];

export const Categories = z.object({ items: z.array(Category.extend({ group: z.string() })) });

export const Located = z.object({
  grid: z.unknown(),
  path: z.array(z.object({ code: UnitCode, name: z.string() })),
});

const Boundary = z.custom<Feature>(
  (value) => typeof value === "object" && value !== null && "geometry" in value,
);

export const IncidentMap = z.object({
  center: Position.nullable(),
  grid: Boundary.nullable(),
  town: Boundary.nullable(),
  nearby: z.array(
    z.object({
      id: IncidentId,
      number: z.string(),
      title: z.string(),
      urgency: Urgency,
      position: Position,
    }),
  ),
  reports: z.array(z.object({ id: ReportId, position: Position })),
});
export type IncidentMap = z.infer<typeof IncidentMap>;
