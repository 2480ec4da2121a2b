import { z } from "zod";
import { Kpi } from "./figures.ts";

/** What can stand beside the map. */
export const WallTile = z.enum([
  "urgent",
  "rates",
  "sections",
  "hours",
  "categories",
  "units",
  "sensors",
  "stream",
  "clock",
  "forces",
  "plans",
]);
export type WallTile = z.infer<typeof WallTile>;

const column = z.array(WallTile).min(1).max(4);
const Layout = z.object({ left: column, right: column });

/** The wall of a unit in peace and in emergency (平急转换): the figures above the map and the tiles on its sides. */
export const Wall = z
  .object({
    /** Of the running moment, then of today. */
    standing: z.array(z.enum(["open", "overdue", "dueToday"])).max(3),
    figures: z.array(Kpi).min(1).max(6),
    rates: z.array(Kpi).min(1).max(6),
    peace: Layout,
    emergency: Layout,
  })
  .meta({ id: "Wall" });
export type Wall = z.infer<typeof Wall>;

export const initialWall: Wall = {
  standing: ["open", "overdue", "dueToday"],
  figures: ["reported", "closed", "due"],
  rates: ["onTime", "oneMinute", "tenMinutes", "satisfaction"],
  peace: {
    left: ["rates", "sections", "hours"],
    right: ["urgent", "stream", "categories", "sensors"],
  },
  emergency: { left: ["clock", "forces", "plans"], right: ["urgent", "stream"] },
};
