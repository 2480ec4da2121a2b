import { z } from "zod";
import { IncidentId, ReportId } from "./ids.ts";
import { IncidentSummary, Urgency, WorkOrder, PerformAct } from "./incidents.ts";
import { pageOf } from "./problem.ts";
import { Position, UnitCode } from "./units.ts";

/** Promise 2: reported = open + closed + rejected + merged. */
export const IncidentCounts = z
  .object({
    reported: z.number().int(),
    open: z.number().int(),
    closed: z.number().int(),
    rejected: z.number().int(),
    merged: z.number().int(),
    overdue: z.number().int(),
    dueToday: z.number().int(),
    /** Open ones only. */
    byUrgency: z.record(z.string(), z.number().int()),
    byStatus: z.record(z.string(), z.number().int()),
    /** When asked for: what came in and what was done since midnight in Beijing. */
    today: z.object({ reported: z.number().int(), closed: z.number().int() }).optional(),
  })
  .meta({ id: "IncidentCounts" });
export type IncidentCounts = z.infer<typeof IncidentCounts>;

const Tally = z.object({
  reported: z.number().int(),
  open: z.number().int(),
  closed: z.number().int(),
  rejected: z.number().int(),
  merged: z.number().int(),
  overdue: z.number().int(),
});

/** Figures of a unit and of each unit of the next level below it: the parts add up to the whole. */
export const CountsByUnit = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    /** From the city down. */
    path: z.array(z.object({ code: UnitCode, name: z.string() })),
    total: Tally,
    items: z.array(
      Tally.extend({
        unit: z.object({ code: UnitCode, name: z.string() }),
        /** What lies in the unit itself and in none below: not located any closer. */
        itself: z.boolean(),
        /** Whether the same can be asked about it. */
        opens: z.boolean(),
      }),
    ),
    at: z.iso.datetime(),
  })
  .meta({ id: "CountsByUnit" });
export type CountsByUnit = z.infer<typeof CountsByUnit>;
export type Tally = z.infer<typeof Tally>;

/** Running work orders of one's posts, each with its incident. */
export const WorkOrderPage = pageOf(
  z.object({ workOrder: WorkOrder, incident: IncidentSummary }),
).meta({ id: "WorkOrderPage" });
export type WorkOrderPage = z.infer<typeof WorkOrderPage>;

/** Who else has the incident open. */
export const Presence = z.object({
  people: z.array(z.object({ name: z.string(), typing: z.boolean() })),
});
export type Presence = z.infer<typeof Presence>;

const Area = z.object({
  type: z.literal("Feature"),
  properties: z.object({ code: z.string(), name: z.string() }),
  geometry: z.record(z.string(), z.unknown()),
});

/** The surroundings of an incident. */
export const IncidentMap = z
  .object({
    center: Position.nullable(),
    grid: Area.nullable(),
    town: Area.nullable(),
    /** The nearest first. */
    nearby: z.array(
      z.object({
        id: IncidentId,
        number: z.string(),
        title: z.string(),
        urgency: Urgency,
        position: Position,
        distanceM: z.number().int(),
      }),
    ),
    reports: z.array(z.object({ id: ReportId, position: Position })),
  })
  .meta({ id: "IncidentMap" });
export type IncidentMap = z.infer<typeof IncidentMap>;

/** The same act on many incidents, each on its own. */
export const BulkActs = z.object({
  incidents: z.array(IncidentId).min(1).max(200),
  act: PerformAct,
});
export const BulkResult = z.object({
  results: z.array(
    z.object({ incident: IncidentId, ok: z.boolean(), problem: z.string().nullable() }),
  ),
});
