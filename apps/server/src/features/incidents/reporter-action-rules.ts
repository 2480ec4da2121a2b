import type { Action } from "@gezhi/contract/incidents.ts";
import { factsOf, type LifecycleLimits } from "./incident-facts.ts";
import { actionsFor } from "./incident-lifecycle.ts";
import type { Case } from "./incident-tables.ts";

/** What the holder of a receipt may do now; `report` is the report's public id. */
export const reporterActions = (
  now: Case,
  report: string,
  at: number,
  limits: LifecycleLimits,
): Action[] => actionsFor({ kind: "reporter", report }, factsOf(now), at, limits);
