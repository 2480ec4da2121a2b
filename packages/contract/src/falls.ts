import { z } from "zod";
import { UnitCode } from "./units.ts";

const Named = z.object({ code: UnitCode, name: z.string() });

/** R55: falling objects of the last twelve months. One matter counts once, however many saw it. */
export const FallFigures = z
  .object({
    unit: Named,
    /** A month: none. */
    target: z.literal(0),
    /** Oldest first, those of Beijing; the last one is not over. */
    months: z.array(z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), count: z.int() })),
    places: z.array(
      z.object({
        unit: Named,
        /** As the camera supposed; null: none said so. */
        building: z.string().nullable(),
        /** In the order of the months. */
        counts: z.array(z.int()),
        total: z.int(),
      }),
    ),
  })
  .meta({ id: "FallFigures" });
export type FallFigures = z.infer<typeof FallFigures>;
