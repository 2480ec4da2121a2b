import type { PlaceKind } from "@gezhi/contract/places.ts";
import type { WayView } from "@gezhi/contract/ways.ts";
import type { NearPlace } from "../places/priority-rules.ts";
import type { OrderOnWay } from "./way-queries.ts";

const minute = 60_000;

/** What somebody who does not know the place can see from the road. */
const seen: readonly PlaceKind[] = [
  "school",
  "kindergarten",
  "hospital",
  "elderlyHome",
  "shopping",
  "market",
  "station",
  "scenicSpot",
  "highRise",
  "petrolStation",
];

export const landmarkOf = (near: readonly NearPlace[]): NearPlace | undefined =>
  near.find(({ kind }) => seen.includes(kind));

/** Whoever is there first counts; before that, whoever is expected first. */
export function workerState(orders: readonly OrderOnWay[]): WayView["worker"] {
  const instants = (some: readonly (Date | null)[]) =>
    some.flatMap((one) => one?.getTime() ?? []).toSorted((a, b) => a - b);
  const iso = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  const [arrived] = instants(orders.map(({ arrived_at }) => arrived_at));
  if (arrived !== undefined) return { state: "arrived", since: iso(arrived), arriveBy: null };
  const [setOut] = instants(orders.map(({ accepted_at }) => accepted_at));
  if (setOut === undefined) return { state: "waiting", since: null, arriveBy: null };
  const [expected] = orders
    .flatMap(({ accepted_at, way_minutes }) =>
      accepted_at && way_minutes !== null ? accepted_at.getTime() + way_minutes * minute : [],
    )
    .toSorted((a, b) => a - b);
  return { state: "onTheWay", since: iso(setOut), arriveBy: iso(expected) };
}
