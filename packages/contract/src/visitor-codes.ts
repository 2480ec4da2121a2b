import { z } from "zod";
import { DeviceId } from "./ids.ts";
import { MobilePhone } from "./reports.ts";
import { UnitCode } from "./units.ts";

/** Who asks, without an account: a telephone proven by a code (`/api/phone-codes`). */
export const ProvenPhone = z.object({ phone: MobilePhone, phoneProof: z.string().max(200) });
export type ProvenPhone = z.infer<typeof ProvenPhone>;

export const VisitorCodeState = z.enum(["open", "early", "used", "expired", "revoked"]);
export type VisitorCodeState = z.infer<typeof VisitorCodeState>;

export const VisitorCode = z
  .object({
    id: z.uuid(),
    door: z.object({ id: DeviceId, name: z.string() }),
    /** Eight digits; null once it opens nothing any more. */
    code: z.string().nullable(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    uses: z.number().int(),
    left: z.number().int(),
    state: VisitorCodeState,
    opened: z.array(z.iso.datetime()),
  })
  .meta({ id: "VisitorCode" });
export type VisitorCode = z.infer<typeof VisitorCode>;

/** What the resident's page shows: the doors of this telephone, and what was made with it. */
export const VisitorPage = z.object({
  doors: z.array(z.object({ id: DeviceId, name: z.string() })),
  codes: z.array(VisitorCode),
  mostOpen: z.number().int(),
  keptDays: z.number().int(),
});
export type VisitorPage = z.infer<typeof VisitorPage>;

/** Idempotent by `id`. */
export const MakeVisitorCode = ProvenPhone.extend({
  id: z.uuid(),
  door: DeviceId,
  from: z.iso.datetime({ offset: true }).optional(),
  hours: z.number().int().min(1).max(72),
  uses: z.number().int().min(1).max(10),
}).meta({ id: "MakeVisitorCode" });
export type MakeVisitorCode = z.infer<typeof MakeVisitorCode>;

export const DoorRefusal = z.enum([
  "unknown",
  "otherDoor",
  "early",
  "expired",
  "used",
  "revoked",
  "closed",
]);
export type DoorRefusal = z.infer<typeof DoorRefusal>;

/** A door asks; `id` is new for every press of a visitor and the same when the answer was lost. */
export const AskDoor = z.object({ id: z.uuid(), code: z.string().regex(/^\d{8}$/) });
export type AskDoor = z.infer<typeof AskDoor>;
export const DoorAnswer = z
  .object({
    open: z.boolean(),
    left: z.number().int().nullable(),
    reason: DoorRefusal.nullable(),
    /** For the display of the door. */
    message: z.string(),
  })
  .meta({ id: "DoorAnswer" });
export type DoorAnswer = z.infer<typeof DoorAnswer>;

/** Numbers alone: who lives behind a door and who came is nobody's to read. */
export const Door = z
  .object({
    id: DeviceId,
    code: z.string(),
    name: z.string(),
    unit: z.object({ code: UnitCode, name: z.string() }),
    state: z.string(),
    open: z.boolean(),
    changedBy: z.string().nullable(),
    residents: z.number().int(),
    openCodes: z.number().int(),
    usesToday: z.number().int(),
    usesKept: z.number().int(),
    refused: z.number().int(),
    simulated: z.boolean(),
  })
  .meta({ id: "Door" });
export type Door = z.infer<typeof Door>;
export const DoorQuery = z.object({ unit: UnitCode.optional() });
export const DoorList = z.object({
  unit: z.object({ code: UnitCode, name: z.string() }),
  items: z.array(Door),
  keptDays: z.number().int(),
});
export type DoorList = z.infer<typeof DoorList>;

export const SwitchDoor = z.object({ open: z.boolean() });
export const ChangeResidents = z.object({
  add: z.array(MobilePhone).max(500).default([]),
  remove: z.array(MobilePhone).max(500).default([]),
});
export type ChangeResidents = z.infer<typeof ChangeResidents>;
export const ResidentsChanged = z.object({
  added: z.number().int(),
  removed: z.number().int(),
  residents: z.number().int(),
});
