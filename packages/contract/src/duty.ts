import { z } from "zod";

/** Twelve hours in Beijing: day 08–20, night 20–08 of the next day; a night belongs to the day on which it begins. */
export const Shift = z.enum(["day", "night"]);
export type Shift = z.infer<typeof Shift>;
