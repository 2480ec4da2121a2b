import { z } from "zod";
import { AccountId, CareId, DeviceId, IncidentId } from "./ids.ts";
import { Urgency } from "./incidents.ts";
import { Phone } from "./reports.ts";
import { UnitCode } from "./units.ts";

export const CareWay = z.enum(["home", "phone"]);
export type CareWay = z.infer<typeof CareWay>;
export const VisitOutcome = z.enum(["seenWell", "notReached", "needsHelp"]);
export type VisitOutcome = z.infer<typeof VisitOutcome>;
export const ConsentBy = z.enum(["self", "guardian"]);
export type ConsentBy = z.infer<typeof ConsentBy>;

/** Who goes: the grid's worker, the town's post for the elderly, or a volunteer by account. */
export const CareVisitor = z.discriminatedUnion("by", [
  z.object({ by: z.literal("gridWorker") }),
  z.object({ by: z.literal("post") }),
  z.object({ by: z.literal("volunteer"), account: AccountId }),
]);
export type CareVisitor = z.infer<typeof CareVisitor>;

const text = (most: number) => z.string().trim().max(most);

/** On a change, words about the person that are left out stay as they are; an empty text removes them. */
export const SaveCare = z
  .object({
    unit: UnitCode,
    address: text(100).min(2),
    name: text(50).optional(),
    age: z.number().int().min(0).max(130).nullable().optional(),
    phone: z.union([Phone, z.literal("")]).optional(),
    contactName: text(50).optional(),
    contactPhone: z.union([Phone, z.literal("")]).optional(),
    /** How to be found and what to mind at the door; no diagnosis. */
    note: text(200).optional(),
    devices: z.array(DeviceId).max(6).default([]),
    consent: z.object({ at: z.iso.datetime({ offset: true }), by: ConsentBy }),
    way: CareWay,
    every: z.number().int().min(1).max(30),
    restDays: z.boolean().default(false),
    dueBy: z.number().int().min(9).max(20),
    visitor: CareVisitor,
    substitute: CareVisitor.nullable(),
  })
  .meta({ id: "SaveCare" });
export type SaveCare = z.infer<typeof SaveCare>;

/** `due`: today; `tried`: today, and not reached; `missed`: its hour or its day is over; `later`: not today. */
export const CareState = z.enum(["missed", "tried", "due", "visited", "later"]);
export type CareState = z.infer<typeof CareState>;

const VisitorView = z.object({ by: z.enum(["gridWorker", "post", "volunteer"]), name: z.string() });

export const CaredPerson = z
  .object({
    id: CareId,
    unit: z.object({ code: UnitCode, name: z.string() }),
    /** Masked; null for volunteers, who are told the address alone. */
    name: z.string().nullable(),
    age: z.number().int().nullable(),
    address: z.string(),
    note: z.string().nullable(),
    way: CareWay,
    every: z.number().int(),
    restDays: z.boolean(),
    dueBy: z.number().int(),
    dueOn: z.iso.date(),
    state: CareState,
    visitor: VisitorView,
    substitute: VisitorView.nullable(),
    last: z
      .object({ at: z.iso.datetime(), outcome: VisitOutcome, incident: IncidentId.nullable() })
      .nullable(),
    /** How many of the steps were told since the visit was due: worker, substitute, post. */
    told: z.number().int(),
    devices: z.number().int(),
    simulated: z.boolean(),
    actions: z.array(z.enum(["visit", "reveal", "edit", "withdraw"])),
  })
  .meta({ id: "CaredPerson" });
export type CaredPerson = z.infer<typeof CaredPerson>;

const Today = z.object({
  date: z.iso.date(),
  /** Whether plans by working days have a visit today. */
  working: z.boolean(),
});

export const MyVisits = z.object({ today: Today, items: z.array(CaredPerson) });
export type MyVisits = z.infer<typeof MyVisits>;

export const CareQuery = z.object({ unit: UnitCode.optional() });
export const CareRegister = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    today: Today,
    persons: z.array(CaredPerson),
    /** Devices with a person's consent that no plan names yet. */
    unplanned: z.array(
      z.object({
        device: DeviceId,
        name: z.string(),
        person: z.string(),
        place: z.string(),
        unit: z.object({ code: UnitCode, name: z.string() }),
      }),
    ),
    truncated: z.boolean(),
  })
  .meta({ id: "CareRegister" });
export type CareRegister = z.infer<typeof CareRegister>;

export const CareVisitView = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  way: CareWay,
  outcome: VisitOutcome,
  by: z.string(),
  note: z.string().nullable(),
  incident: IncidentId.nullable(),
});

/** Everything that tells how somebody is, in one place: visits, what was missed, devices and their alarms. */
export const CareDetail = CaredPerson.extend({
  /** Masked. */
  phone: z.string().nullable(),
  contact: z.object({ name: z.string().nullable(), phone: z.string().nullable() }),
  consent: z.object({ at: z.iso.datetime(), by: ConsentBy }),
  plan: z.object({ visitor: CareVisitor, substitute: CareVisitor.nullable() }),
  signals: z.array(
    z.object({
      id: DeviceId,
      name: z.string(),
      profile: z.object({ code: z.string(), name: z.string() }),
      state: z.string(),
      lastSeenAt: z.iso.datetime().nullable(),
      battery: z.number().nullable(),
      values: z.record(z.string(), z.number()),
      simulated: z.boolean(),
      alarms: z.array(
        z.object({
          id: z.string(),
          ruleName: z.string(),
          level: Urgency,
          status: z.string(),
          raisedAt: z.iso.datetime(),
          incident: IncidentId.nullable(),
        }),
      ),
    }),
  ),
  visits: z.array(CareVisitView),
  misses: z.array(z.object({ day: z.iso.date(), step: z.number().int(), at: z.iso.datetime() })),
}).meta({ id: "CareDetail" });
export type CareDetail = z.infer<typeof CareDetail>;

/** Idempotent by `id`. `seenAt` is the phone's word for when it was, if it had no signal. */
export const RecordVisit = z
  .object({
    id: z.uuid(),
    person: CareId,
    outcome: VisitOutcome,
    note: text(300).default(""),
    seenAt: z.iso.datetime({ offset: true }).optional(),
  })
  .meta({ id: "RecordVisit" });
export type RecordVisit = z.infer<typeof RecordVisit>;

export const RevealedCare = z.object({
  name: z.string().nullable(),
  phone: z.string().nullable(),
  contactName: z.string().nullable(),
  contactPhone: z.string().nullable(),
});
