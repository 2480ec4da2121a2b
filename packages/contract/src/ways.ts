import { z } from "zod";
import { Urgency } from "./incidents.ts";
import { OutsideParty } from "./sensing.ts";
import { Position } from "./units.ts";

/** R53: what an outside party sees of the matter it was called to: the place, and whether somebody is on the way. No person. */
export const WayView = z
  .object({
    number: z.string(),
    party: OutsideParty,
    what: z.string(),
    level: Urgency,
    address: z.string(),
    /** A room or a floor, as the device's registry has it. */
    place: z.string(),
    /** Unit names from the district down. */
    area: z.string(),
    landmark: z.object({ name: z.string(), metres: z.number().int() }).nullable(),
    position: Position.nullable(),
    worker: z.object({
      state: z.enum(["waiting", "onTheWay", "arrived"]),
      since: z.iso.datetime().nullable(),
      /** Estimate, of who is expected first. */
      arriveBy: z.iso.datetime().nullable(),
    }),
    expiresAt: z.iso.datetime(),
    simulated: z.boolean(),
  })
  .meta({ id: "WayView" });
export type WayView = z.infer<typeof WayView>;

export const WayQuery = z.object({ token: z.string().min(1).max(100) });
