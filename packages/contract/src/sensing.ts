import { z } from "zod";
import { Urgency } from "./incidents.ts";

/** A metric or rule names it in readings and payloads, e.g. `residualCurrent`. */
export const MetricKey = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);

export const Metric = z
  .object({
    key: MetricKey,
    name: z.string().min(1).max(40),
    unit: z.string().max(20),
    /** A value outside is refused as rubbish, never judged. */
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .meta({ id: "Metric" });
export type Metric = z.infer<typeof Metric>;

/** How a foreign payload becomes metrics: the platform's own JSON, SenML (RFC 8428), or JSON paths (RFC 9535). */
export const PayloadMapping = z.discriminatedUnion("format", [
  z.object({ format: z.literal("plain") }),
  z.object({
    format: z.literal("senml"),
    /** SenML name (without its base name) → metric; absent: the name is the metric. */
    names: z.record(z.string().max(100), MetricKey).default({}),
  }),
  z.object({
    format: z.literal("paths"),
    at: z
      .object({ path: z.string().max(200), unit: z.enum(["iso", "seconds", "milliseconds"]) })
      .optional(),
    battery: z.string().max(200).optional(),
    metrics: z
      .array(
        z.object({
          metric: MetricKey,
          path: z.string().min(1).max(200),
          scale: z.number().default(1),
          offset: z.number().default(0),
        }),
      )
      .min(1)
      .max(32),
  }),
]);
export type PayloadMapping = z.infer<typeof PayloadMapping>;

export const ProfileCode = z.string().regex(/^[A-Z]{2}\d{2,4}$/);

/** What one kind of device measures. Readings keep values in the order of `metrics`: new ones are appended. */
export const DeviceProfile = z
  .object({
    code: ProfileCode,
    name: z.string().min(1).max(40),
    english: z.string().max(60),
    metrics: z.array(Metric).min(1).max(32),
    /** Expected time between readings; 0 = only when something happens. */
    intervalSeconds: z.number().int().nonnegative().max(604_800),
    retentionDays: z.number().int().min(1).max(3650),
    /** Measures a person: needs consent before the first reading is kept (R54). */
    personal: z.boolean().default(false),
    /** Sounds and flashes by itself, whether or not network and platform are there (R60). */
    localAlarm: z.boolean().optional(),
    mapping: PayloadMapping.default({ format: "plain" }),
    standard: z.string().max(100).default(""),
    source: z.string().max(200).default(""),
  })
  .meta({ id: "DeviceProfile" });
export type DeviceProfile = z.infer<typeof DeviceProfile>;

export const Operator = z.enum([">=", "<=", "=="]);
export type Operator = z.infer<typeof Operator>;

/** Levels may be missing; a more urgent one lies further out. */
export const LevelValues = z.object({
  blue: z.number().optional(),
  yellow: z.number().optional(),
  orange: z.number().optional(),
  red: z.number().optional(),
});
export type LevelValues = z.infer<typeof LevelValues>;

export const OutsideParty = z.enum([
  "ambulance",
  "trafficPolice",
  "police",
  "fireBrigade",
  "doctor",
  "family",
  "power",
  "gas",
  "water",
  "property",
  "maintenance",
  "towing",
]);
export type OutsideParty = z.infer<typeof OutsideParty>;

const from = Urgency.default("red");
/** Who is told at once, in parallel, from this level on. */
export const FanOut = z.discriminatedUnion("to", [
  z.object({ to: z.literal("post"), post: z.string().regex(/^[A-Z]{2}\d{2}$/), from }),
  z.object({ to: z.literal("department"), department: z.string().regex(/^D\d{2}$/), from }),
  z.object({ to: z.literal("districtCentre"), from }),
  z.object({ to: z.literal("gridWorker"), from }),
  /** So many of those on duty or at work whose place is known, the nearest; the grid's worker where nobody is near (R4). */
  z.object({
    to: z.literal("nearest"),
    people: z.number().int().min(1).max(3).default(1),
    from,
  }),
  z.object({ to: z.literal("outside"), party: OutsideParty, from }),
]);
export type FanOut = z.infer<typeof FanOut>;

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const Hours = z.object({ from: TimeOfDay, to: TimeOfDay });

const CategoryCode = z.string().regex(/^\d{6}$/);

/** What is compared with the levels. */
export const Measure = z.discriminatedUnion("kind", [
  /** The value itself. */
  z.object({ kind: z.literal("value") }),
  /** Change per hour between the oldest and newest reading of the last minutes. */
  z.object({ kind: z.literal("rate"), minutes: z.number().positive().max(1440) }),
  /** Minutes without any reading of the device; the metric is ignored. */
  z.object({ kind: z.literal("silence") }),
]);
export type Measure = z.infer<typeof Measure>;

export const AlarmRule = z
  .object({
    code: ProfileCode,
    name: z.string().min(1).max(60),
    profile: ProfileCode,
    metric: MetricKey,
    measure: Measure.default({ kind: "value" }),
    operator: Operator,
    levels: LevelValues,
    /** Counts only while this holds of the same device's newest other value. */
    also: z.object({ metric: MetricKey, operator: Operator, value: z.number() }).optional(),
    holdSeconds: z.number().int().nonnegative().max(604_800),
    /** How far back inside a level a value must come before the level is left, in the metric's unit. */
    hysteresis: z.number().nonnegative().default(0),
    /** Within these minutes after clearing, the same device and rule re-open the alarm instead of raising another. */
    dedupeMinutes: z.number().int().nonnegative().max(43_200),
    /** How a human confirms before people are burdened; "none": at once. */
    confirm: z.object({
      by: z.enum(["none", "dispatcher", "field", "phone"]),
      text: z.string().max(60).default(""),
    }),
    /** When the rule judges at all; empty: always. Asia/Shanghai. */
    hours: z.array(Hours).max(4).default([]),
    /** In these hours blue and yellow raise no pop-up and no push; they wait in the list. */
    quiet: z.array(Hours).max(4).default([]),
    category: CategoryCode,
    /** Where a level is a matter of its own, e.g. leakage of level one, two and three. */
    categoryByLevel: z.partialRecord(Urgency, CategoryCode).default({}),
    fanOut: z.array(FanOut).max(20),
    /** Below this share of true verdicts the rule proposes its own downgrade (F6). */
    leastPrecision: z.number().min(0).max(1).default(0.5),
    enabled: z.boolean().default(true),
  })
  .meta({ id: "AlarmRule" });
export type AlarmRule = z.infer<typeof AlarmRule>;

export const DeviceProfiles = z.object({ profiles: z.array(DeviceProfile).min(1).max(500) });
export const AlarmRules = z.object({ rules: z.array(AlarmRule).max(1000) });
