import type { Tx } from "../../platform/database/scope.ts";
import { announce, type Announcement } from "../live/live-commands.ts";
import { addStepRows, type StepRow } from "./alarm-queries.ts";

/** What signals that share a transaction write at its end, in one statement for all. */
export type Later = { steps: StepRow[]; announcements: Announcement[] };

export const nothingYet = (): Later => ({ steps: [], announcements: [] });

/** Also before anything else may tell of the same alarms, so that all stands in the order in which it came. */
export async function flush(tx: Tx, later: Later): Promise<void> {
  const steps = later.steps.splice(0);
  if (steps.length > 0) await addStepRows(tx, steps);
  await announce(tx, later.announcements.splice(0));
}
