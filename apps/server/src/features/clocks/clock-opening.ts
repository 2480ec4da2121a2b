import type { Key } from "@gezhi/contract/ids.ts";
import { v7 } from "uuid";
import { rowsInto } from "../../platform/database/rows.ts";
import { type ClockTarget, type ClockTerms, planClocks } from "./clock-plan-rules.ts";
import { rowOf } from "./clock-queries.ts";

/** The rows of the clocks a new incident begins with. */
export function openClocks(
  incident: Key,
  wanted: readonly ClockTarget[],
  terms: ClockTerms,
  at: number,
) {
  const { clocks, entries } = planClocks([], { wanted }, terms, at, v7);
  return {
    clocks: clocks.map((clock) => rowOf(clock, incident, terms.calendar)),
    entries: entries.map(({ clock, epoch, entry }) => ({
      district: incident.district,
      clock,
      epoch,
      at: new Date(entry.at),
      entry: entry.kind,
      amount_ms: entry.kind === "started" ? entry.budgetMs : null,
    })),
  };
}

export type OpenedClocks = ReturnType<typeof openClocks>;

/** For the statement that writes an incident with all that hangs on it. */
export const insertOpenedClocks = (opened: readonly OpenedClocks[]) =>
  rowsInto(
    "clocks",
    columns,
    opened.flatMap(({ clocks }) => clocks),
  );

export const insertOpenedEntries = (opened: readonly OpenedClocks[]) =>
  rowsInto(
    "clock_entries",
    ["district", "clock", "epoch", "at", "entry", "amount_ms"],
    opened.flatMap(({ entries }) => entries),
  );

const columns = [
  "district",
  "id",
  "incident",
  "work_order",
  "request",
  "stage",
  "urgency",
  "basis",
  "budget_ms",
  "consumed_ms",
  "started_at",
  "running_since",
  "epoch",
  "calendar_version",
  "due_at",
  "next_rung",
  "next_rung_at",
] as const;
