import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import type { Query } from "../../../shared/api.ts";
import { queryOf, type DeskSearch } from "./desk-search.ts";

/** The lanes of the board (R78): what has to happen next, from left to right. */
export const lanes = {
  verify: ["reported", "verifying", "selfHandled"],
  dispatch: ["registered", "returnRequested", "escalated", "transferred", "reopened"],
  accept: ["dispatched"],
  handle: ["accepted", "handling", "delayRequested", "rework", "suspended"],
  check: ["feedback", "rechecking"],
} as const satisfies Record<string, readonly IncidentStatus[]>;
export type Lane = keyof typeof lanes;
export const laneNames = Object.keys(lanes) as Lane[];

/** What the desk is narrowed to holds on the board; which list and which states, the lanes say. */
export function laneQuery(search: DeskSearch, lane: Lane): Query {
  const { open: _open, ...filter } = search;
  return { ...queryOf({ ...filter, list: "all" }), status: [...lanes[lane]] };
}
