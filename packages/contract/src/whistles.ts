import { z } from "zod";
import { Handler, WhistleKind } from "./incidents.ts";
import { UnitCode } from "./units.ts";

/** A department or post that can be whistled for; names only, no persons. */
export const WhistleTargets = z
  .object({
    items: z.array(
      z.object({ handler: Handler, name: z.string(), kind: z.enum(["department", "post"]) }),
    ),
  })
  .meta({ id: "WhistleTargets" });
export type WhistleTargets = z.infer<typeof WhistleTargets>;

export const WhistleFigureQuery = z.object({
  unit: UnitCode.optional(),
  /** Absent: from midnight in Beijing until now. */
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
export type WhistleFigureQuery = z.infer<typeof WhistleFigureQuery>;

export const WhistleCounts = z.object({
  rung: z.number().int(),
  checkedIn: z.number().int(),
  /** Checked in within the term. */
  inTerm: z.number().int(),
  /** The term is over and nobody has come. */
  missed: z.number().int(),
});
export type WhistleCounts = z.infer<typeof WhistleCounts>;

/** Whistles of a period (R36): by kind, by who was called and by who rang; units, never persons. */
export const WhistleFigures = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    total: WhistleCounts,
    kinds: z.record(WhistleKind, WhistleCounts),
    called: z.array(z.object({ handler: Handler, name: z.string(), counts: WhistleCounts })),
    /** Towns of a district, communities of a town: a grid would be a person. */
    callers: z.array(z.object({ unit: UnitCode, name: z.string(), counts: WhistleCounts })),
  })
  .meta({ id: "WhistleFigures" });
export type WhistleFigures = z.infer<typeof WhistleFigures>;

/** In time, of those that have checked in or should have; null while there are none. */
export const inTermShare = ({ checkedIn, inTerm, missed }: WhistleCounts): number | null =>
  checkedIn + missed === 0 ? null : inTerm / (checkedIn + missed);
