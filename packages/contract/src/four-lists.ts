import { z } from "zod";
import { PlateId } from "./ids.ts";
import { UnitCode } from "./units.ts";

export const ListAsked = z.enum(["proof", "task"]);
export type ListAsked = z.infer<typeof ListAsked>;
/** `unlisted`: neither forbidden nor a village matter; whoever asks agrees it first. */
export const ListAnswer = z.enum(["allowed", "refused", "unlisted"]);
export type ListAnswer = z.infer<typeof ListAnswer>;
export const ListName = z.enum(["negative", "villageMatters", "proofsAllowed", "proofsRefused"]);
export type ListName = z.infer<typeof ListName>;

export const CheckLists = z
  .object({
    asked: ListAsked,
    /** What is asked for. It is read for this answer and not kept. */
    text: z.string().trim().min(2).max(500),
    /** Chosen among the likely ones instead of being recognised. */
    item: z.string().max(20).optional(),
  })
  .meta({ id: "CheckLists" });
export type CheckLists = z.infer<typeof CheckLists>;

export const FoundItem = z
  .object({
    list: ListName,
    code: z.string(),
    name: z.string(),
    basis: z.string(),
    /** The channel in its place. */
    alternative: z.string(),
  })
  .meta({ id: "FoundItem" });
export type FoundItem = z.infer<typeof FoundItem>;

export const ListCheckResult = z
  .object({
    answer: ListAnswer,
    /** Null when no item of the lists decided. */
    item: FoundItem.nullable(),
    reason: z.string(),
    alternative: z.string(),
    /** Other items that are nearly meant. */
    others: z.array(FoundItem),
    /** The version of the lists, and whose they are. */
    version: z.number().int(),
    unit: z.object({ code: UnitCode, name: z.string() }),
  })
  .meta({ id: "ListCheckResult" });
export type ListCheckResult = z.infer<typeof ListCheckResult>;

export const ListCheckFigures = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    /** How many kinds of proof the list permits. */
    permittedKinds: z.number().int(),
    /** Newest first. */
    months: z.array(
      z.object({
        month: z.string(),
        proofsAllowed: z.number().int(),
        proofsRefused: z.number().int(),
        tasksAllowed: z.number().int(),
        tasksRefused: z.number().int(),
        tasksUnlisted: z.number().int(),
        /** Kinds of proof that were asked for, and of those the permitted. */
        kindsAsked: z.number().int(),
        kindsAllowed: z.number().int(),
      }),
    ),
    /** What was asked for most in those months. */
    items: z.array(
      z.object({ code: z.string(), name: z.string(), answer: ListAnswer, n: z.number().int() }),
    ),
  })
  .meta({ id: "ListCheckFigures" });
export type ListCheckFigures = z.infer<typeof ListCheckFigures>;

/** What everybody may know: which proofs a village issues, which it must not, and where to go instead. */
export const ProofLists = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    version: z.number().int(),
    allowed: z.array(FoundItem),
    refused: z.array(FoundItem),
  })
  .meta({ id: "ProofLists" });
export type ProofLists = z.infer<typeof ProofLists>;

export const Plate = z
  .object({
    id: PlateId,
    unit: z.object({ code: UnitCode, name: z.string() }),
    /** Of the catalogue; null: the catalogue has no such plate, so it is one too many. */
    item: z.string().nullable(),
    name: z.string(),
    hungOn: z.iso.date(),
    notedBy: z.string(),
    removable: z.boolean(),
  })
  .meta({ id: "Plate" });
export type Plate = z.infer<typeof Plate>;

export const PlateRegister = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    permitted: z.array(z.object({ code: z.string(), name: z.string() })),
    hanging: z.array(Plate),
    /** Villages with plates, those with most in excess first. */
    villages: z.array(
      z.object({
        code: UnitCode,
        name: z.string(),
        hanging: z.number().int(),
        excess: z.number().int(),
      }),
    ),
    mayKeep: z.boolean(),
  })
  .meta({ id: "PlateRegister" });
export type PlateRegister = z.infer<typeof PlateRegister>;

export const HangPlate = z
  .object({
    unit: UnitCode.refine((code) => code.length === 12, "请选择村（社区）"),
    name: z.string().trim().min(2).max(60),
    hungOn: z.iso.date(),
  })
  .meta({ id: "HangPlate" });
export type HangPlate = z.infer<typeof HangPlate>;
