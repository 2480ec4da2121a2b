import type { Insertable } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { ClockEntries, Clocks } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { ClockPlan } from "./clock-plan-rules.ts";
import { deleteRungs, insertClockEntries, insertClocks, rowOf, setClock } from "./clock-queries.ts";
import type { LedgerEntry } from "./clock-rules.ts";
import type { WorkingCalendar } from "./working-calendar.ts";

/** New rows of a plan, for a caller that writes them with its own in one statement. */
export function rowsOfPlan(plan: ClockPlan, key: Key, calendar: WorkingCalendar | null) {
  const clocks: Insertable<Clocks>[] = plan.started.map((clock) => rowOf(clock, key, calendar));
  const entries: Insertable<ClockEntries>[] = plan.entries.map(({ clock, epoch, entry }) => ({
    district: key.district,
    clock,
    epoch,
    at: new Date(entry.at),
    entry: entry.kind,
    amount_ms: amountOf(entry),
    by: "approver" in entry ? entry.approver : null,
    reason: "reason" in entry ? entry.reason : null,
  }));
  return { clocks, entries };
}

/** Writes a plan in the caller's transaction; the caller holds the incident. */
export async function writeClockPlan(
  tx: Tx,
  key: Key,
  plan: ClockPlan,
  calendar: WorkingCalendar | null,
): Promise<void> {
  const { clocks, entries } = rowsOfPlan(plan, key, calendar);
  await insertClocks(tx, clocks);
  for (const clock of plan.changed) await setClock(tx, rowOf(clock, key, calendar));
  await insertClockEntries(tx, entries);
  for (const { clock, percents } of plan.freed)
    await deleteRungs(tx, key.district, clock, percents);
}

/** What the ledger counts: the budget at the start, the added time, or what was used when a run ended. */
function amountOf(entry: LedgerEntry): number | null {
  if (entry.kind === "started") return entry.budgetMs;
  if (entry.kind === "extended") return entry.byMs;
  return entry.kind === "resumed" ? null : entry.consumedMs;
}
