import { z } from "zod";
import { ConsentBy } from "./care.ts";
import { DeviceId } from "./ids.ts";
import { UnitCode } from "./units.ts";

/** Why a device is no longer with somebody. */
export const HandoutEnd = z.enum(["returned", "exchanged", "lost", "withdrawn", "retired"]);
export type HandoutEnd = z.infer<typeof HandoutEnd>;

/** By what came lately: a reading of the body; only steps, battery or "off the wrist"; nothing at all. */
export const WearState = z.enum(["worn", "notWorn", "noData"]);
export type WearState = z.infer<typeof WearState>;

const text = (most: number) => z.string().trim().max(most);

/** Consent comes first: without it there is no row and no reading (R54). */
export const HandOut = z
  .object({
    device: DeviceId,
    /** May be left out where the device has its person already and only the handing out was not written down. */
    personName: text(50).default(""),
    personAge: z.number().int().min(0).max(130).nullable().default(null),
    familyName: text(50).default(""),
    familyPhone: text(20).default(""),
    address: text(200).default(""),
    consent: z.object({ at: z.iso.datetime({ offset: true }), by: ConsentBy }),
    /** When it was given, where that is written down later; null: now. */
    issuedAt: z.iso.datetime({ offset: true }).nullable().default(null),
  })
  .meta({ id: "HandOut" });
export type HandOut = z.infer<typeof HandOut>;

export const TakeBack = z
  .object({
    how: z.enum(["returned", "exchanged", "lost"]),
    note: text(100).default(""),
    /** The device that goes on in its place; only when it is exchanged. */
    to: DeviceId.nullable().default(null),
  })
  .meta({ id: "TakeBack" });
export type TakeBack = z.infer<typeof TakeBack>;

const DeviceName = z.object({ id: DeviceId, code: z.string(), name: z.string() });

export const Handout = z.object({
  device: DeviceName,
  unit: z.object({ code: UnitCode, name: z.string() }),
  address: z.string(),
  /** Masked. */
  person: z.string(),
  age: z.number().int().nullable(),
  /** Null: the device has a person, and that it was handed out was never written down. */
  issuedAt: z.iso.datetime().nullable(),
  issuedBy: z.string(),
  consentAt: z.iso.datetime().nullable(),
  consentBy: ConsentBy.nullable(),
  /** Null: nothing of it says whether it is worn. */
  wear: WearState.nullable(),
  lastWornAt: z.iso.datetime().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  battery: z.number().nullable(),
  batteryLow: z.boolean(),
  simulated: z.boolean(),
});
export type Handout = z.infer<typeof Handout>;

export const HandoutFilter = z.enum(["all", "notWorn", "lowBattery", "noConsent", "noLedger"]);
export type HandoutFilter = z.infer<typeof HandoutFilter>;

export const fitsHandout = (
  {
    wear,
    batteryLow,
    consentAt,
    issuedAt,
  }: Pick<Handout, "wear" | "batteryLow" | "consentAt" | "issuedAt">,
  filter: HandoutFilter,
): boolean =>
  filter === "all" ||
  (filter === "notWorn" && (wear === "notWorn" || wear === "noData")) ||
  (filter === "lowBattery" && batteryLow) ||
  (filter === "noConsent" && consentAt === null) ||
  (filter === "noLedger" && issuedAt === null);

export const HandoutQuery = z.object({
  unit: UnitCode.optional(),
  filter: HandoutFilter.default("all"),
});

export const PastHandout = z.object({
  device: DeviceName,
  /** Masked; empty after consent was withdrawn. */
  person: z.string(),
  issuedAt: z.iso.datetime(),
  issuedBy: z.string(),
  endedAt: z.iso.datetime(),
  endedBy: z.string(),
  how: HandoutEnd,
  note: z.string(),
  successor: z.string().nullable(),
});
export type PastHandout = z.infer<typeof PastHandout>;

/** Devices of persons in a unit: with whom, worn or not, charged or not; those in stock; those that came back. */
export const HandoutRegister = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    items: z.array(Handout),
    stock: z.array(DeviceName.extend({ profile: z.string(), unit: z.string() })),
    past: z.array(PastHandout),
    truncated: z.boolean(),
  })
  .meta({ id: "HandoutRegister" });
export type HandoutRegister = z.infer<typeof HandoutRegister>;
