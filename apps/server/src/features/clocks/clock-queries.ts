import { type Insertable, type Selectable, sql } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { ClockEntries, Clocks } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { ClockStage } from "./clock-limit-rules.ts";
import type { KeptClock } from "./clock-plan-rules.ts";
import type { Basis } from "./clock-rules.ts";
import { projectClock, rungsFor } from "./clock-rung-rules.ts";
import type { WorkingCalendar } from "./working-calendar.ts";

export type ClockRow = Selectable<Clocks>;
export type ClockEntryRow = Selectable<ClockEntries>;

const msOf = (date: Date | null): number | null => date && date.getTime();
const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** A row and its fired rungs as the rules know a clock. */
export const clockOf = (row: ClockRow, fired: readonly number[]): KeptClock => ({
  id: row.id,
  stage: row.stage as ClockStage,
  order: row.work_order,
  request: row.request,
  urgency: row.urgency as Urgency,
  startedAt: row.started_at.getTime(),
  fired,
  state: {
    basis: row.basis as Basis,
    budgetMs: row.budget_ms,
    consumedMs: row.consumed_ms,
    runningSince: msOf(row.running_since),
    suspendedSince: msOf(row.suspended_since),
    stoppedAt: msOf(row.stopped_at),
    settledAt: msOf(row.settled_at),
    settledDueAt: msOf(row.settled_due_at),
    epoch: row.epoch,
  },
});

/** The row to write, with what is projected to be found by index. */
export function rowOf(
  clock: KeptClock,
  { district, id }: Key,
  calendar: WorkingCalendar | null,
): Insertable<Clocks> {
  const { state } = clock;
  const { dueAt, nextRung } = projectClock(state, calendar, clock.fired, rungsFor(clock.urgency));
  return {
    district,
    id: clock.id,
    incident: id,
    work_order: clock.order,
    request: clock.request,
    stage: clock.stage,
    urgency: clock.urgency,
    basis: state.basis,
    budget_ms: state.budgetMs,
    consumed_ms: state.consumedMs,
    started_at: new Date(clock.startedAt),
    running_since: dateOf(state.runningSince),
    suspended_since: dateOf(state.suspendedSince),
    stopped_at: dateOf(state.stoppedAt),
    settled_at: dateOf(state.settledAt),
    settled_due_at: dateOf(state.settledDueAt),
    epoch: state.epoch,
    calendar_version: calendar?.version ?? 0,
    due_at: dateOf(dueAt),
    next_rung: nextRung?.percent ?? null,
    next_rung_at: dateOf(nextRung?.at ?? null),
  };
}

/** All clocks of an incident, stopped ones too, in their order of start. */
export async function findClocks(db: Db, { district, id }: Key): Promise<KeptClock[]> {
  const rows = await db
    .selectFrom("clocks as c")
    .selectAll("c")
    .select(
      sql<
        number[]
      >`array(select r.rung from clock_rungs r where r.district = c.district and r.clock = c.id)`.as(
        "fired",
      ),
    )
    .where("c.district", "=", district)
    .where("c.incident", "=", id)
    .orderBy("c.started_at")
    .orderBy("c.id")
    .execute();
  return rows.map((row) => clockOf(row, row.fired));
}

export type DueClock = { district: string; id: string; incident: string; epoch: number };

/** Candidates only: the claim is made under the incident's lock. Earliest first. */
export const findDueClocks = (
  db: Db,
  at: Date,
  except: readonly string[],
  most: number,
): Promise<DueClock[]> =>
  db
    .selectFrom("clocks")
    .select(["district", "id", "incident", "epoch"])
    .where("next_rung_at", "<=", at)
    .where(sql<boolean>`id <> all(${[...except]}::uuid[])`)
    .orderBy("next_rung_at")
    .limit(most)
    .execute();

/** Incidents at `unit`, but not at units `below` that have a calendar of their own, with running clocks of another projection. */
export const findIncidentsOfOtherCalendar = (
  db: Db,
  { unit, below, version }: { unit: string; below: readonly string[]; version: number },
  except: readonly string[],
  most: number,
): Promise<Key[]> => {
  let query = db
    .selectFrom("clocks as c")
    .innerJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "c.district").onRef("i.id", "=", "c.incident"),
    )
    .select(["i.district", "i.id"])
    .distinct()
    .where("c.basis", "=", "working")
    .where("c.running_since", "is not", null)
    .where("c.calendar_version", "<>", version)
    .where(sql<boolean>`i.id <> all(${[...except]}::uuid[])`)
    .where("i.unit", ">=", unit)
    .where("i.unit", "<", `${unit}~`)
    .limit(most);
  for (const own of below)
    query = query.where((where) =>
      where.or([where("i.unit", "<", own), where("i.unit", ">=", `${own}~`)]),
    );
  return query.execute();
};

/** Once for each run of a clock: the ledger says that a calendar moved it. */
export const putReprojection = (
  tx: Tx,
  entry: { district: string; clock: string; epoch: number; at: Date },
) =>
  tx
    .insertInto("clock_entries")
    .values({ ...entry, entry: "reprojected" })
    .onConflict((conflict) => conflict.doNothing())
    .execute();

export async function insertClocks(tx: Tx, rows: Insertable<Clocks>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto("clocks").values(rows).execute();
}

export async function setClock(tx: Tx, row: Insertable<Clocks>): Promise<void> {
  const { district, id, ...set } = row;
  await tx
    .updateTable("clocks")
    .set(set)
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();
}

export async function insertClockEntries(tx: Tx, rows: Insertable<ClockEntries>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto("clock_entries").values(rows).execute();
}

/** The claim: false when somebody else made it. */
export async function insertRung(
  tx: Tx,
  rung: { district: string; clock: string; epoch: number; rung: number; at: Date },
) {
  const { at, ...row } = rung;
  const inserted = await tx
    .insertInto("clock_rungs")
    .values({ ...row, fired_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0;
}

export const deleteRungs = (tx: Tx, district: string, clock: string, percents: readonly number[]) =>
  tx
    .deleteFrom("clock_rungs")
    .where("district", "=", district)
    .where("clock", "=", clock)
    .where("rung", "in", [...percents])
    .execute();

export const findClockEntries = (db: Db, { district, id }: Key): Promise<ClockEntryRow[]> =>
  db
    .selectFrom("clock_entries as e")
    .innerJoin("clocks as c", (join) =>
      join.onRef("c.district", "=", "e.district").onRef("c.id", "=", "e.clock"),
    )
    .selectAll("e")
    .where("c.district", "=", district)
    .where("c.incident", "=", id)
    .orderBy("e.at")
    .orderBy("e.epoch")
    .execute();
