import { z } from "zod";
import { AlarmId, DeviceId, IncidentId } from "./ids.ts";
import { pageOf } from "./problem.ts";
import { LevelValues, MetricKey, ProfileCode } from "./sensing.ts";
import { TelemetryFault } from "./telemetry.ts";
import { Position, UnitCode } from "./units.ts";
import { Urgency } from "./incidents.ts";

/** `silent`: has never sent; `late`: over twice its interval; `offline`: over ten times. */
export const DeviceState = z.enum(["silent", "online", "late", "offline", "retired"]);
export type DeviceState = z.infer<typeof DeviceState>;

/** Also the user name on the broker: unique in the whole city. */
export const DeviceCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/);

/** Personal names and numbers lie sealed; lists show them masked. */
const Protects = z.object({
  place: z.string().trim().max(100).default(""),
  personName: z.string().trim().max(50).optional(),
  personAge: z.number().int().min(0).max(130).optional(),
  familyName: z.string().trim().max(50).optional(),
  familyPhone: z.string().trim().max(20).optional(),
});

export const SaveDevice = z
  .object({
    code: DeviceCode,
    name: z.string().trim().min(1).max(60),
    profile: ProfileCode,
    unit: UnitCode,
    position: Position.nullable().default(null),
    address: z.string().trim().max(200).default(""),
    /** What of position, address and protected place is left empty stays as it was: who saves does not see it. */
    placeKept: z.boolean().default(false),
    protects: Protects.prefault({}),
    /** Consent of the person or guardian, with its date; needed before readings of a personal profile are kept (R54). */
    consentAt: z.iso.datetime({ offset: true }).nullable().default(null),
    owner: z.string().trim().max(60).default(""),
    gateway: DeviceCode.nullable().default(null),
    calibratedOn: z.iso.date().nullable().default(null),
    calibrationDueOn: z.iso.date().nullable().default(null),
    /** A person's or object's own limits, by rule code. */
    overrides: z.record(ProfileCode, LevelValues).default({}),
  })
  .meta({ id: "SaveDevice" });
export type SaveDevice = z.infer<typeof SaveDevice>;

export const Device = z
  .object({
    id: DeviceId,
    code: z.string(),
    name: z.string(),
    profile: z.object({ code: z.string(), name: z.string() }),
    unit: z.object({ code: UnitCode, name: z.string() }),
    position: Position.nullable(),
    address: z.string(),
    place: z.string(),
    /** A person's device of which this viewer sees the village only: the three above are empty. */
    placeMasked: z.boolean(),
    state: DeviceState,
    stateSince: z.iso.datetime().nullable(),
    lastSeenAt: z.iso.datetime().nullable(),
    battery: z.number().nullable(),
    /** The newest value of each metric. */
    values: z.record(MetricKey, z.number()),
    openAlarms: z.number().int(),
    worst: Urgency.nullable(),
    maintenanceUntil: z.iso.datetime().nullable(),
    simulated: z.boolean(),
    actions: z.array(
      z.enum([
        "edit",
        "retire",
        "renewPassword",
        "maintain",
        "endMaintenance",
        "reveal",
        "revealPlace",
      ]),
    ),
  })
  .meta({ id: "Device" });
export type Device = z.infer<typeof Device>;
export const DevicePage = pageOf(Device);

export const DeviceDetail = Device.extend({
  owner: z.string(),
  gateway: z.string().nullable(),
  calibratedOn: z.iso.date().nullable(),
  calibrationDueOn: z.iso.date().nullable(),
  consentAt: z.iso.datetime().nullable(),
  /** Masked. */
  person: z
    .object({ name: z.string(), age: z.number().nullable(), familyPhone: z.string().nullable() })
    .nullable(),
  overrides: z.record(ProfileCode, LevelValues),
  topic: z.string(),
  faults: z.array(
    z.object({
      fault: TelemetryFault,
      count: z.number().int(),
      lastAt: z.iso.datetime(),
      /** What the database said to the last one, of what it refused. */
      reason: z.string().optional(),
    }),
  ),
  alarms: z.array(
    z.object({
      id: AlarmId,
      ruleName: z.string(),
      level: Urgency,
      status: z.string(),
      raisedAt: z.iso.datetime(),
      incident: IncidentId.nullable(),
      incidentNumber: z.string().nullable(),
    }),
  ),
  /** Who is called at red, in words, in order. */
  called: z.array(z.object({ who: z.string(), how: z.string(), simulated: z.boolean() })),
}).meta({ id: "DeviceDetail" });
export type DeviceDetail = z.infer<typeof DeviceDetail>;

const placeNames = z.string().trim().min(2).max(60);
export const DeviceQuery = z.object({
  unit: UnitCode.optional(),
  /** Those whose protected place begins with one of these names. */
  place: z
    .array(placeNames)
    .max(60)
    .or(placeNames.transform((one) => [one]))
    .optional(),
  profile: ProfileCode.optional(),
  state: DeviceState.optional(),
  q: z.string().trim().max(60).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const ReadingQuery = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  metric: MetricKey,
});
/** Raw points, or hourly ones with their extremes when the span is long. */
export const ReadingSeries = z
  .object({
    metric: MetricKey,
    unit: z.string(),
    hourly: z.boolean(),
    points: z.array(
      z.object({ at: z.iso.datetime(), value: z.number(), min: z.number(), max: z.number() }),
    ),
    levels: z.array(z.object({ rule: z.string(), operator: z.string(), values: LevelValues })),
  })
  .meta({ id: "ReadingSeries" });
export type ReadingSeries = z.infer<typeof ReadingSeries>;

export const MaintainDevice = z.object({
  until: z.iso.datetime({ offset: true }),
  reason: z.string().trim().min(2).max(200),
});

/** Shown once, when made. */
export const DeviceCredentials = z.object({
  username: z.string(),
  password: z.string(),
  topic: z.string(),
});

/** The password is shown this once. */
export const RegisteredDevice = z.object({ device: DeviceDetail, credentials: DeviceCredentials });

export const DeviceImportResult = z
  .object({
    dryRun: z.boolean(),
    created: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    problems: z.array(
      z.object({ line: z.number().int(), column: z.string(), message: z.string() }),
    ),
  })
  .meta({ id: "DeviceImportResult" });
export type DeviceImportResult = z.infer<typeof DeviceImportResult>;

/** "Try it": what a pasted payload becomes. */
export const TryPayload = z.object({ profile: z.unknown(), payload: z.string().max(70_000) });
export const TriedPayload = z
  .object({
    at: z.iso.datetime().nullable(),
    values: z.record(z.string(), z.number()),
    battery: z.number().nullable(),
    refused: z.array(z.object({ fault: TelemetryFault, message: z.string() })),
  })
  .meta({ id: "TriedPayload" });
