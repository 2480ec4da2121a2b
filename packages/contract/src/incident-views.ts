import { z } from "zod";
import { IncidentId, ReportId } from "./ids.ts";
import { IncidentStatus, IncidentSummary, Urgency, WorkOrder } from "./incidents.ts";
import { pageOf } from "./problem.ts";
import { Position, UnitCode } from "./units.ts";

const count = z.number().int().nonnegative();

/** Promise 2: reported = open + closed + rejected + merged. `overdue`, `dueToday` and `byUrgency` count open ones. */
export const IncidentCounts = z
  .object({
    reported: count,
    open: count,
    closed: count,
    rejected: count,
    merged: count,
    overdue: count,
    dueToday: count,
    byUrgency: z.record(Urgency, count),
    byStatus: z.partialRecord(IncidentStatus, count),
  })
  .meta({ id: "IncidentCounts" });
export type IncidentCounts = z.infer<typeof IncidentCounts>;

/** GeoJSON feature of a unit. */
export const Area = z.object({
  type: z.literal("Feature"),
  properties: z.looseObject({ code: UnitCode, name: z.string() }),
  geometry: z.object({
    type: z.enum(["Polygon", "MultiPolygon"]),
    coordinates: z.array(z.unknown()),
  }),
});
export type Area = z.infer<typeof Area>;

/** The surroundings of an incident: its grid and town, what is open nearby, where it was reported from. */
export const IncidentMap = z
  .object({
    center: Position.nullable(),
    grid: Area.nullable(),
    town: Area.nullable(),
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
  })
  .meta({ id: "IncidentMap" });
export type IncidentMap = z.infer<typeof IncidentMap>;

/** Who else has the incident open. A live message of kind `presence` says when someone comes, goes, or begins or ends typing. */
export const SetPresence = z.object({ typing: z.boolean() });
export const Presence = z
  .object({ people: z.array(z.object({ name: z.string(), typing: z.boolean() })) })
  .meta({ id: "Presence" });
export type Presence = z.infer<typeof Presence>;

/** A post's work: the order and the incident it belongs to. */
export const InboxPage = pageOf(z.object({ workOrder: WorkOrder, incident: IncidentSummary }));
export type InboxPage = z.infer<typeof InboxPage>;
