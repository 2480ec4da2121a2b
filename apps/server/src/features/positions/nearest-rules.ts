import type { Position } from "@gezhi/contract/units.ts";
import { distanceM } from "../correlation/geometry-rules.ts";
import { freeIsWorthMinutes, minutesFor } from "../map/candidate-rules.ts";
import type { OnHand } from "./position-queries.ts";

/** Whoever needs longer helps less than the place's own people, who know it. */
export const mostMinutes = 20;

export type Nearest = {
  account: string;
  /** Post, department, grid or community for which this person is there. */
  handler: string;
  busy: boolean;
  straightM: number;
  minutes: number;
  simulated: boolean;
};

/** Who is there soonest, as the map reckons it; `soonest`: how long the first of all would need. */
export function nearestOf(
  middle: Position,
  people: readonly OnHand[],
  most: number,
): { chosen: Nearest[]; soonest: number | null } {
  const score = ({ minutes, busy }: Nearest) => minutes + (busy ? freeIsWorthMinutes : 0);
  const near = people
    .map(({ account, lon, lat, simulated, reason, unit, part }): Nearest => {
      const straightM = Math.round(distanceM(middle, { lon, lat }));
      return {
        account,
        handler: part === null ? unit : `${unit}/${part}`,
        busy: reason === "incident",
        straightM,
        minutes: minutesFor(straightM),
        simulated,
      };
    })
    .toSorted((a, b) => score(a) - score(b) || a.straightM - b.straightM);
  return {
    chosen: near.filter(({ minutes }) => minutes <= mostMinutes).slice(0, most),
    soonest: near[0]?.minutes ?? null,
  };
}
