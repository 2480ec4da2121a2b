import { z } from "zod";
import { Position } from "./units.ts";

/** Why somebody's place may be known: the roster names them in this shift, or they are at work on an incident. */
export const PositionReason = z.enum(["duty", "incident"]);
export type PositionReason = z.infer<typeof PositionReason>;

export const SendPosition = z
  .object({
    position: Position,
    accuracyM: z.number().nonnegative().max(100_000),
    simulated: z.boolean().default(false),
  })
  .meta({ id: "SendPosition" });
export type SendPosition = z.infer<typeof SendPosition>;
export type SentPosition = z.input<typeof SendPosition>;

export const PositionStanding = z
  .object({
    /** Null: neither on duty nor at work; nothing is kept of where this person is. */
    reason: PositionReason.nullable(),
    /** How often to send while there is a reason, and to ask while there is none. */
    everySeconds: z.number().int(),
    /** Of what is sent one place a minute is kept so long, for looking back; 0: only the last. */
    keptDays: z.number().int(),
    /** Something is kept of where this person was. */
    kept: z.boolean(),
  })
  .meta({ id: "PositionStanding" });
export type PositionStanding = z.infer<typeof PositionStanding>;
