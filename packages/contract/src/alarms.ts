import { z } from "zod";
import { AlarmId, DeviceId, IncidentId } from "./ids.ts";
import { Urgency } from "./incidents.ts";
import { pageOf } from "./problem.ts";
import { AlarmRule, OutsideParty, ProfileCode } from "./sensing.ts";
import { Position, UnitCode } from "./units.ts";

/** raised → acknowledged (comes back when forgotten) → cleared, or false with a reason. */
export const AlarmStatus = z.enum(["raised", "acknowledged", "cleared", "false"]);
export type AlarmStatus = z.infer<typeof AlarmStatus>;

export const AlarmAct = z.enum(["acknowledge", "confirm", "callFalse", "clear", "mute"]);
export type AlarmAct = z.infer<typeof AlarmAct>;

export const TakeAlarmAct = z
  .object({
    act: AlarmAct,
    /** Needed for `callFalse` and `clear`. */
    reason: z.string().trim().max(300).default(""),
  })
  .meta({ id: "TakeAlarmAct" });
export type TakeAlarmAct = z.infer<typeof TakeAlarmAct>;

/** All open alarms of one incident at once: a storm is one matter. */
export const TakeAlarmActs = z
  .object({
    incident: IncidentId,
    act: z.enum(["acknowledge", "callFalse"]),
    /** Needed for `callFalse`. */
    reason: z.string().trim().max(300).default(""),
  })
  .meta({ id: "TakeAlarmActs" });
export type TakeAlarmActs = z.infer<typeof TakeAlarmActs>;
export const AlarmActsResult = z.object({
  results: z.array(
    z.object({
      alarm: AlarmId,
      number: z.string(),
      device: z.string(),
      ok: z.boolean(),
      /** What to do about it, where it did not work. */
      problem: z.string().nullable(),
    }),
  ),
});
export type AlarmActsResult = z.infer<typeof AlarmActsResult>;

/** What happened to an alarm, oldest first. */
export const AlarmStep = z.object({
  at: z.iso.datetime(),
  act: z.enum([
    "raise",
    "levelUp",
    "levelDown",
    "return",
    "acknowledge",
    "confirm",
    "forget",
    "callFalse",
    "clear",
    "link",
    "suppress",
    "escalate",
    "clip",
    "open",
    "call",
  ]),
  text: z.string(),
  actor: z.string(),
});

export const OutsideCallStatus = z.enum(["sent", "accepted", "missed", "failed"]);
export const OutsideCall = z.object({
  party: OutsideParty,
  name: z.string(),
  status: OutsideCallStatus,
  at: z.iso.datetime(),
  acceptBy: z.iso.datetime().nullable(),
  acceptedAt: z.iso.datetime().nullable(),
  simulated: z.boolean(),
});
export type OutsideCall = z.infer<typeof OutsideCall>;

export const Alarm = z
  .object({
    id: AlarmId,
    number: z.string(),
    status: AlarmStatus,
    level: Urgency,
    peak: Urgency,
    rule: z.object({ code: ProfileCode, name: z.string() }),
    /** e.g. `剩余电流 1,200 mA ≥ 1,000 mA`. */
    reading: z.string(),
    device: z.object({ id: DeviceId, code: z.string(), name: z.string() }),
    place: z.string(),
    unit: z.object({ code: UnitCode, name: z.string() }),
    position: Position.nullable(),
    raisedAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    clearedAt: z.iso.datetime().nullable(),
    /** Times it came back within its window. */
    returns: z.number().int(),
    confirm: z.string(),
    incident: z
      .object({
        id: IncidentId,
        number: z.string(),
        statusText: z.string(),
        alarms: z.number().int(),
      })
      .nullable(),
    suppressed: z.string().nullable(),
    simulated: z.boolean(),
    actions: z.array(AlarmAct),
  })
  .meta({ id: "Alarm" });
export type Alarm = z.infer<typeof Alarm>;
export const AlarmPage = pageOf(Alarm);

export const AlarmDetail = Alarm.extend({
  steps: z.array(AlarmStep),
  /** Whom of the staff it was told: the office for everybody, the name ("" else) for who may read names. */
  told: z.array(
    z.object({
      office: z.string(),
      who: z.string(),
      at: z.iso.datetime(),
      acceptedAt: z.iso.datetime().nullable(),
    }),
  ),
  calls: z.array(OutsideCall),
  camera: z.object({ id: DeviceId, name: z.string(), distanceM: z.number() }).nullable(),
  /** Other open alarms of the same incident, when it is a storm. */
  others: z.array(
    z.object({ id: AlarmId, device: z.string(), level: Urgency, reading: z.string() }),
  ),
  verdict: z.enum(["true", "false"]).nullable(),
  verdictReason: z.string().nullable(),
}).meta({ id: "AlarmDetail" });
export type AlarmDetail = z.infer<typeof AlarmDetail>;

export const AlarmQuery = z.object({
  list: z.enum(["open", "all"]).default("open"),
  unit: UnitCode.optional(),
  level: Urgency.optional(),
  status: AlarmStatus.optional(),
  rule: ProfileCode.optional(),
  device: DeviceId.optional(),
  incident: IncidentId.optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The small payload of a pop-up: enough to show it before anything is fetched. */
export const AlarmPopup = z.object({
  number: z.string(),
  level: Urgency,
  status: AlarmStatus,
  ruleName: z.string(),
  reading: z.string(),
  place: z.string(),
  raisedAt: z.iso.datetime(),
  incident: z.string().nullable(),
  /** Shown as a pop-up; false: only lists change. */
  popup: z.boolean(),
  simulated: z.boolean(),
});
export type AlarmPopup = z.infer<typeof AlarmPopup>;

export const RulePrecision = z
  .object({
    rule: ProfileCode,
    name: z.string(),
    raised: z.number().int(),
    judgedTrue: z.number().int(),
    judgedFalse: z.number().int(),
    /** judgedTrue ÷ (judgedTrue + judgedFalse); null before the first verdict. */
    precision: z.number().nullable(),
    leastPrecision: z.number(),
    /** What the rule proposes about itself, to be decided by a human. */
    proposal: z.string().nullable(),
  })
  .meta({ id: "RulePrecision" });
export const PrecisionPage = z.object({ days: z.number().int(), items: z.array(RulePrecision) });

/** What a changed rule would have raised from the readings that are kept. */
export const ReplayRule = z.object({
  unit: UnitCode,
  rule: AlarmRule,
  days: z.number().int().min(1).max(30).default(30),
});
export const ReplayedRule = z
  .object({
    devices: z.number().int(),
    readings: z.number().int(),
    /** False when there was more than could be read in time. */
    complete: z.boolean(),
    now: z.object({ raised: z.number().int(), byLevel: z.record(Urgency, z.number().int()) }),
    changed: z.object({ raised: z.number().int(), byLevel: z.record(Urgency, z.number().int()) }),
    examples: z
      .array(
        z.object({
          at: z.iso.datetime(),
          device: z.string(),
          level: Urgency,
          reading: z.string(),
          only: z.enum(["now", "changed", "both"]),
        }),
      )
      .max(200),
  })
  .meta({ id: "ReplayedRule" });
export type ReplayedRule = z.infer<typeof ReplayedRule>;

export const OutsideContact = z.object({
  id: z.string(),
  unit: UnitCode,
  party: OutsideParty,
  name: z.string(),
  /** Masked. */
  phone: z.string(),
  order: z.number().int(),
});
export const SaveOutsideContact = z.object({
  unit: UnitCode,
  party: OutsideParty,
  name: z.string().trim().min(1).max(60),
  phone: z
    .string()
    .trim()
    .regex(/^[\d-]{3,20}$/, "填写电话号码"),
  order: z.number().int().min(1).max(20).default(1),
});

export const PrecisionQuery = z.object({
  unit: UnitCode,
  days: z.coerce.number().int().min(1).max(365).default(90),
});
/** A human takes up what a rule proposes about itself. */
export const AcceptDowngrade = z.object({
  unit: UnitCode,
  days: z.number().int().min(1).max(365).default(90),
  reason: z.string().trim().min(2).max(300),
});

/** A gateway's answer to a call; `key` is the `Idempotency-Key` it was given with the call. */
export const AnswerOutsideCall = z.object({ key: z.uuid(), accepted: z.boolean() });

/** The telephone was answered: a dispatcher says so. */
export const AcceptOutsideCall = z.object({ party: OutsideParty });
