import { z } from "zod";
import { PageQuery, pageOf } from "./problem.ts";
import { UnitCode } from "./units.ts";

/** First part of an act's name; the second says what was done: `people.create`, `reveal.phone`. */
export const AuditSubject = z.enum([
  "session",
  "people",
  "appointment",
  "unit",
  "configuration",
  "reveal",
  "export",
  "incident",
  "access",
  "duty",
  "device",
  "place",
  "hotSpot",
  "plot",
  "fireLane",
  "assessment",
  "care",
  "signboard",
  "form",
  "caseForm",
  "position",
]);
export type AuditSubject = z.infer<typeof AuditSubject>;

export const AuditEntry = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    unit: UnitCode,
    unitName: z.string(),
    account: z.string().nullable(),
    actor: z.string(),
    act: z.string(),
    /** What it was done to, as the API names it. */
    subject: z.string(),
    reason: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditQuery = PageQuery.extend({
  unit: UnitCode.optional(),
  kind: AuditSubject.optional(),
  account: z.uuid().optional(),
  subject: z.string().max(100).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditPage = pageOf(AuditEntry);
