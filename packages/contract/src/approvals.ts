import { z } from "zod";
import { AlarmId, IncidentId } from "./ids.ts";
import { PageQuery, pageOf } from "./problem.ts";
import { UnitCode } from "./units.ts";

/**
 * What an approval opens (domain B.3, cells "A"): the whole incident, its reporters' names and phones, or the sealed
 * pictures of one of its alarms.
 */
export const AccessKind = z.enum(["detail", "persons", "originals"]);
export type AccessKind = z.infer<typeof AccessKind>;
/** What is asked for on the page of the incident itself. */
export const IncidentAccess = AccessKind.exclude(["originals"]);
export type IncidentAccess = z.infer<typeof IncidentAccess>;

/** `ended`: approved, and its time is over. */
export const AccessStatus = z.enum(["pending", "approved", "refused", "revoked", "ended"]);
export type AccessStatus = z.infer<typeof AccessStatus>;

export const Access = z
  .object({
    /** `district-uuid`. */
    id: z.string(),
    incident: IncidentId,
    number: z.string(),
    /** Null for those who may not see the incident, or not any more. */
    title: z.string().nullable(),
    unit: z.object({ code: UnitCode, name: z.string() }),
    opens: AccessKind,
    /** Whose pictures: `originals` only. */
    alarm: AlarmId.nullable(),
    askedBy: z.string(),
    askedAt: z.iso.datetime(),
    reason: z.string(),
    hours: z.number().int(),
    status: AccessStatus,
    decidedBy: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
    note: z.string().nullable(),
    endsAt: z.iso.datetime().nullable(),
    /** When it was first looked at by this approval. */
    usedAt: z.iso.datetime().nullable(),
    revokedBy: z.string().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    /** What this viewer may do with it. */
    actions: z.array(z.enum(["decide", "revoke"])),
  })
  .meta({ id: "Access" });
export type Access = z.infer<typeof Access>;

/** `decide`: waits for me; `asked`: what I asked for; `granted`: what was decided in my unit. */
export const AccessList = z.enum(["decide", "asked", "granted"]);
export type AccessList = z.infer<typeof AccessList>;

export const AccessQuery = PageQuery.extend({ list: AccessList.default("decide") });
export const AccessPage = pageOf(Access).extend({
  /** The longest time that can be asked for. */
  hoursAtMost: z.number().int(),
});
export type AccessPage = z.infer<typeof AccessPage>;

/** One incident, by its id or by the number people read. Who may not see it has the number only. */
export const AskAccess = z
  .object({
    incident: IncidentId.optional(),
    number: z.string().trim().max(40).optional(),
    opens: IncidentAccess,
    reason: z.string().trim().min(4).max(300),
    hours: z.number().int().min(1).max(168).optional(),
  })
  .refine(({ incident, number }) => (incident === undefined) !== (number === undefined), {
    message: "incident or number",
  });
export type AskAccess = z.infer<typeof AskAccess>;

export const DecideAccess = z
  .object({ approve: z.boolean(), note: z.string().trim().max(300).optional() })
  .refine(({ approve, note }) => approve || (note ?? "").length >= 2, {
    message: "a refusal says why",
    path: ["note"],
  });
export type DecideAccess = z.infer<typeof DecideAccess>;
