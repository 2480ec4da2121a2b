import type { PatrolRule } from "./configuration.ts";

/** R26: how often a duty is walked and where, as the list of grid duties says; what holds where limits say nothing of it. */
export const usualPatrols: PatrolRule[] = [
  { duty: "A01", everyDays: 1, kinds: [], tags: [] },
  { duty: "A02", everyDays: 3, kinds: [], tags: [] },
  {
    duty: "A03",
    everyDays: 7,
    season: { months: [5, 6, 7, 8, 9], everyDays: 1 },
    kinds: [],
    tags: ["临江", "临河"],
  },
  {
    duty: "A04",
    everyDays: 7,
    season: { months: [2, 3, 4, 5, 7, 8, 9], everyDays: 1 },
    kinds: [],
    tags: ["林区旁"],
  },
  { duty: "A05", everyDays: 15, kinds: ["geologicalHazard"], tags: [] },
  { duty: "A06", everyDays: 7, kinds: [], tags: ["边坡", "临崖"] },
  { duty: "A10", everyDays: 1, kinds: ["shopping", "school"], tags: [] },
  { duty: "B01", everyDays: 1, kinds: ["highRise"], tags: [] },
  { duty: "B04", everyDays: 7, kinds: ["elderlyHome"], tags: [] },
];
