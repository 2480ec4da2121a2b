import { type Insertable, sql, type Updateable } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Incidents } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { openStatuses } from "./incident-clock-rules.ts";
import type { Case, IncidentRow, RatingRow, RequestRow, WorkOrderRow } from "./incident-tables.ts";

/** Every column but the search words. */
export const incidentColumns = [
  "district",
  "id",
  "number",
  "status",
  "resume_status",
  "status_since",
  "open",
  "urgency",
  "urgency_rank",
  "category",
  "catalogue_version",
  "title",
  "description",
  "address",
  "lon",
  "lat",
  "position_source",
  "unit",
  "town",
  "located",
  "chain_level",
  "party_units",
  "informed_units",
  "lead_handler",
  "reporter_account",
  "opened_at",
  "updated_at",
  "due_at",
  "closed_at",
  "source",
  "registered_at",
  "dispatched_at",
  "accepted_at",
  "arrived_at",
  "fed_back_at",
  "promised_at",
  "satisfied",
  "archived_at",
  "merged_into",
  "parent",
  "report_count",
  "return_count",
  "delay_count",
  "rework_count",
  "reopen_count",
  "urge_count",
  "appealed",
  "supervised",
  "pinned_until",
  "sampled",
  "rechecked",
  "verifier",
  "review_at",
  "simulated",
  "reasons",
  "suggestion",
  "thumbnail",
  "timeline_seq",
  "timeline_hash",
  "by_sensor",
] as const satisfies (keyof IncidentRow)[];

export const findIncident = (db: Db, { district, id }: Key): Promise<IncidentRow | undefined> =>
  db
    .selectFrom("incidents")
    .select(incidentColumns)
    .where("district", "=", district)
    .where("id", "=", id)
    .$castTo<IncidentRow>()
    .executeTakeFirst();

/** Holds the rows until the transaction ends; several are always taken in the order of their ids. */
export const lockIncidents = (
  tx: Tx,
  district: string,
  ids: readonly string[],
): Promise<IncidentRow[]> =>
  tx
    .selectFrom("incidents")
    .select(incidentColumns)
    .where("district", "=", district)
    .where("id", "in", [...ids])
    .orderBy("id")
    .forUpdate()
    .$castTo<IncidentRow>()
    .execute();

/** Undefined also when somebody else holds it. */
export const tryLockIncident = (tx: Tx, { district, id }: Key): Promise<IncidentRow | undefined> =>
  tx
    .selectFrom("incidents")
    .select(incidentColumns)
    .where("district", "=", district)
    .where("id", "=", id)
    .forUpdate()
    .skipLocked()
    .$castTo<IncidentRow>()
    .executeTakeFirst();

/** What hangs on incidents, by incident. */
export async function findCases(
  db: Db,
  incidents: readonly IncidentRow[],
): Promise<Map<string, Case>> {
  if (incidents.length === 0) return new Map();
  const where: Of = {
    districts: incidents.map(({ district }) => district),
    ids: incidents.map(({ id }) => id),
  };
  const orders = await findOrders(db, where);
  const requests = await findRequests(db, where);
  const ratings = await findRatings(db, where);
  // A part of a split matter has the reporters of the whole.
  const wholeOf = ({ id, parent }: IncidentRow) => parent ?? id;
  const wholes = new Map(incidents.map((row) => [wholeOf(row), row.district]));
  const reporters = await findReporters(db, {
    districts: [...wholes.values()],
    ids: [...wholes.keys()],
  });
  const children = await countChildren(db, where);
  const cases = incidents.map((incident): [string, Case] => {
    const of = <R extends { incident: string }>(all: readonly R[]) =>
      all.filter((row) => row.incident === incident.id);
    const { total = 0, open = 0 } = children.find(({ parent }) => parent === incident.id) ?? {};
    return [
      incident.id,
      {
        incident,
        orders: of(orders),
        requests: of(requests),
        ratings: of(ratings),
        reporters: reporters.filter((one) => one.incident === wholeOf(incident)),
        children: { total, open },
      },
    ];
  });
  return new Map(cases);
}

export async function findCase(db: Db, incident: IncidentRow): Promise<Case> {
  const found = (await findCases(db, [incident])).get(incident.id);
  if (!found) throw new Error("the case of a found incident is always found");
  return found;
}

/** Keys in two columns. */
type Of = { districts: readonly string[]; ids: readonly string[] };
const among = (district: string, id: string, { districts, ids }: Of) =>
  sql<boolean>`(${sql.ref(district)}, ${sql.ref(id)}) in (select * from unnest(${[...districts]}::text[], ${[...ids]}::uuid[]))`;

const findOrders = (db: Db, of: Of): Promise<WorkOrderRow[]> =>
  db
    .selectFrom("work_orders")
    .selectAll()
    .where(among("district", "incident", of))
    .orderBy("dispatched_at")
    .orderBy("part", "desc")
    .orderBy("id")
    .$castTo<WorkOrderRow>()
    .execute();

const findRequests = (db: Db, of: Of): Promise<RequestRow[]> =>
  db
    .selectFrom("act_requests")
    .selectAll()
    .where(among("district", "incident", of))
    .orderBy("asked_at")
    .orderBy("id")
    .$castTo<RequestRow>()
    .execute();

const findRatings = (db: Db, of: Of): Promise<RatingRow[]> =>
  db
    .selectFrom("ratings")
    .selectAll()
    .where(among("district", "incident", of))
    .orderBy("at")
    .orderBy("side")
    .orderBy("by")
    .$castTo<RatingRow>()
    .execute();

/** Staff among the reporters. Those without an account are left out here: a condition for it would have the database look through all reports by staff. */
async function findReporters(
  db: Db,
  of: Of,
): Promise<{ incident: string; account: string; unit: string | null }[]> {
  const rows = await db
    .selectFrom("reports")
    .select(["incident", "reporter_account as account", "reporter_unit as unit"])
    .distinct()
    .where(among("district", "incident", of))
    .execute();
  return rows.flatMap(({ account, ...row }) => (account === null ? [] : { ...row, account }));
}

const countChildren = (
  db: Db,
  of: Of,
): Promise<{ parent: string | null; total: number; open: number }[]> =>
  db
    .selectFrom("incidents")
    .select([
      "parent",
      sql<number>`count(*)::int`.as("total"),
      sql<number>`(count(*) filter (where open))::int`.as("open"),
    ])
    .where(among("district", "parent", of))
    .groupBy("parent")
    .execute();

export const setIncident = (tx: Tx, { district, id }: Key, set: Updateable<Incidents>) =>
  tx
    .updateTable("incidents")
    .set(set)
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();

export const insertIncident = (tx: Tx, row: Insertable<Incidents>) =>
  tx.insertInto("incidents").values(row).execute();

const json = (value: unknown): string => JSON.stringify(value);

export async function insertOrders(tx: Tx, orders: readonly WorkOrderRow[]): Promise<void> {
  if (orders.length === 0) return;
  const rows = orders.map((row) => {
    const { active: _, ...order } = row;
    return { ...order, reasons: json(order.reasons) };
  });
  await tx.insertInto("work_orders").values(rows).execute();
}

export async function setOrderRow(tx: Tx, order: WorkOrderRow): Promise<void> {
  const { active: _, reasons, district, id, ...set } = order;
  await tx
    .updateTable("work_orders")
    .set({ ...set, reasons: json(reasons) })
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();
}

export async function insertRequests(tx: Tx, requests: readonly RequestRow[]): Promise<void> {
  if (requests.length === 0) return;
  const rows = requests.map((request) => ({ ...request, detail: json(request.detail) }));
  await tx.insertInto("act_requests").values(rows).execute();
}

export async function setRequestRow(tx: Tx, { detail, ...request }: RequestRow): Promise<void> {
  const { district, id, ...set } = request;
  await tx
    .updateTable("act_requests")
    .set({ ...set, detail: json(detail) })
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();
}

/** A side's new verdict takes the place of the one on the result before. */
export const putRating = (tx: Tx, { district, incident, side, by, ...verdict }: RatingRow) =>
  tx
    .insertInto("ratings")
    .values({ district, incident, side, by, ...verdict })
    .onConflict((conflict) =>
      conflict.columns(["district", "incident", "side", "by"]).doUpdateSet(verdict),
    )
    .execute();

const notAmong = (ids: readonly string[]) => sql<boolean>`id <> all(${[...ids]}::uuid[])`;

/** Suspended incidents whose review date has come. */
export const findDueReviews = (
  db: Db,
  at: Date,
  except: readonly string[],
  most: number,
): Promise<Key[]> =>
  db
    .selectFrom("incidents")
    .select(["district", "id"])
    .where("status", "=", "suspended")
    .where("review_at", "<=", at)
    .where(notAmong(except))
    .orderBy("review_at")
    .limit(most)
    .execute();

export const findClosedBefore = (
  db: Db,
  at: Date,
  except: readonly string[],
  most: number,
): Promise<Key[]> =>
  db
    .selectFrom("incidents")
    .select(["district", "id"])
    .where("status", "in", ["closed", "evaluated"])
    .where("closed_at", "<=", at)
    .where(notAmong(except))
    .orderBy("closed_at")
    .limit(most)
    .execute();

/** The incident itself and every one merged into it, at any depth. */
export async function findMergedTree(db: Db, { district, id }: Key): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive tree as (
      select ${id}::uuid as id
      union select i.id from incidents i join tree t on i.merged_into = t.id where i.district = ${district}
    ) select id from tree`.execute(db);
  return rows.map((row) => row.id);
}

/** Of an open parent whose children have all ended. */
export const isLastChildDone = async (db: Db, { district, id }: Key): Promise<boolean> => {
  const row = await db
    .selectFrom("incidents")
    .select(sql<boolean>`bool_and(status not in (${sql.join(openStatuses)}))`.as("done"))
    .where("district", "=", district)
    .where("parent", "=", id)
    .executeTakeFirst();
  return row?.done === true;
};
