import { type Selectable, sql } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import { type Attachment, closedStatuses, type IncidentStatus } from "@gezhi/contract/incidents.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Attachments } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { findMergedTree } from "./incident-queries.ts";

/** Reports that the incident holds now, oldest first. */
export const findReports = (db: Db, { district, id }: Key) =>
  db
    .selectFrom("reports as r")
    .leftJoin("accounts as a", "a.id", "r.reporter_account")
    .select([
      "r.district",
      "r.id",
      "r.number",
      "r.source",
      "r.text",
      "r.created_at",
      "r.lon",
      "r.lat",
      "r.position_source",
    ])
    .select([
      "r.address",
      "r.reporter_name_enc",
      "r.reporter_phone_enc",
      "r.foreign_system",
      "r.foreign_number",
    ])
    .select(["r.link_score", "r.simulated", "r.reporter_account", "a.name as account_name"])
    .select(sql<string[]>`r.link_reasons`.as("link_reasons"))
    .where("r.district", "=", district)
    .where("r.incident", "=", id)
    .orderBy("r.created_at")
    .orderBy("r.id")
    .execute();
export type ReportRow = Awaited<ReturnType<typeof findReports>>[number];

/** Also what hangs on incidents that were merged into this one. */
export async function findAttachments(db: Db, key: Key) {
  const tree = await findMergedTree(db, key);
  return db
    .selectFrom("attachments")
    .selectAll()
    .where("district", "=", key.district)
    .where("incident", "in", tree)
    .orderBy("added_at")
    .orderBy("file")
    .$castTo<Selectable<Attachments> & { kind: Attachment["kind"] }>()
    .execute();
}
export type AttachmentRow = Awaited<ReturnType<typeof findAttachments>>[number];

export type Relative = {
  district: string;
  id: string;
  number: string;
  title: string;
  status: IncidentStatus;
};

export type Relatives = { merged: Relative[]; children: Relative[]; parent: Relative | undefined };

/** Merged into it, split from it, and what it was split from, as far as the reader sees them. */
export async function findRelatives(
  db: Db,
  { district, id }: Key,
  parent: string | null,
): Promise<Relatives> {
  const rows = await db
    .selectFrom("incidents")
    .select(["district", "id", "number", "title", "status", "merged_into", "parent"])
    .where("district", "=", district)
    .where((where) =>
      where.or([
        where("merged_into", "=", id),
        where("parent", "=", id),
        ...(parent ? [where("id", "=", parent)] : []),
      ]),
    )
    .orderBy("number")
    .$castTo<Relative & { merged_into: string | null; parent: string | null }>()
    .execute();
  return {
    merged: rows.filter((row) => row.merged_into === id),
    children: rows.filter((row) => row.parent === id),
    parent: rows.find((row) => row.id === parent),
  };
}

export async function findNames(
  db: Db,
  accounts: readonly (string | null)[],
): Promise<Map<string, string>> {
  const ids = [...new Set(accounts.flatMap((account) => account ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("accounts")
    .select(["id", "name"])
    .where("id", "in", ids)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

type Box = { lon: number; lat: number; halfWidth: number; halfHeight: number };

/** Open incidents of a town inside a box, for the map of the surroundings; `except` is the one in the middle. */
export const findOpenAround = (
  db: Db,
  town: string,
  { lon, lat, halfWidth, halfHeight }: Box,
  except: string,
) =>
  db
    .selectFrom("incidents")
    .select(["district", "id", "number", "title", "urgency", "lon", "lat"])
    .where("town", "=", town)
    .where("open", "=", true)
    .where("id", "<>", except)
    .where("lon", ">=", lon - halfWidth)
    .where("lon", "<=", lon + halfWidth)
    .where("lat", ">=", lat - halfHeight)
    .where("lat", "<=", lat + halfHeight)
    .orderBy("urgency_rank")
    .limit(100)
    .execute();

/** The boundary that holds today, as GeoJSON geometry. */
export async function findBoundary(
  db: Db,
  code: string,
): Promise<Record<string, unknown> | undefined> {
  const { rows } = await sql<{ boundary: Record<string, unknown> }>`
    select b.boundary from units u join unit_boundaries b on b.code = u.code and b.valid_from = u.valid_from
    where u.code = ${code} and u.valid_to is null`.execute(db);
  return rows[0]?.boundary;
}

/** Figures of a unit from the indexes alone, whoever asks. */
export async function countUnit(db: Db, unit: string, at: Date, dayEnd: Date) {
  const { rows } = await sql<{ counts: UnitFigures }>`
    select count_incidents(${unit}, ${`${unit}~`}, ${at}, ${dayEnd}) as counts`.execute(db);
  return rows[0]?.counts ?? { byStatus: {}, open: [] };
}

/** One row for each place and status again, of all that ends have added; whoever counts meanwhile sees the same sums. */
export const addUpEnded = (tx: Tx) =>
  sql`
    with gone as (delete from ended_counts returning *)
    insert into ended_counts (district, place, status, n)
    select district, place, status, sum(n) from gone group by district, place, status having sum(n) <> 0`.execute(
    tx,
  );

/** The same over the rows the asker sees; with `handlers`, only over what these ever had a work order of. */
export async function countVisible(
  db: Db,
  unit: string,
  at: Date,
  dayEnd: Date,
  handlers: readonly string[] | null,
): Promise<UnitFigures> {
  const own = handlers
    ? sql`and (district, id) in (select w.district, w.incident from work_orders w where w.handler = any(${[...handlers]}))`
    : sql``;
  const { rows } = await sql<{
    status: IncidentStatus;
    rank: number;
    open: boolean;
    n: number;
    overdue: number;
    due_today: number;
  }>`
    select status, urgency_rank as rank, open, count(*)::int as n, (count(*) filter (where open and due_at < ${at}))::int as overdue,
      (count(*) filter (where open and due_at >= ${at} and due_at < ${dayEnd}))::int as due_today
    from incidents where unit >= ${unit} and unit < ${`${unit}~`} ${own} group by status, urgency_rank, open`.execute(
    db,
  );
  const byStatus: UnitFigures["byStatus"] = {};
  for (const { status, n } of rows) byStatus[status] = (byStatus[status] ?? 0) + n;
  const open = rows
    .filter((row) => row.open)
    .map(({ rank, n, overdue, due_today }) => ({ rank, n, overdue, dueToday: due_today }));
  return { byStatus, open };
}

/** What came in and what was done since an instant, over the rows the asker sees: as many as the lists show. */
export async function countSince(
  db: Db,
  unit: string,
  since: Date,
): Promise<{ reported: number; closed: number }> {
  const { rows } = await sql<{ reported: number; closed: number }>`
    select (count(*) filter (where opened_at >= ${since}))::int as reported,
      (count(*) filter (where closed_at >= ${since} and status = any(${[...closedStatuses]})))::int as closed
    from incidents where unit >= ${unit} and unit < ${`${unit}~`} and (opened_at >= ${since} or closed_at >= ${since})`.execute(
    db,
  );
  return rows[0] ?? { reported: 0, closed: 0 };
}

export type BelowRow = { unit: string; status: IncidentStatus; n: number; overdue: number };

/** By unit of the next level, over rows the reader may not see one by one. */
export async function countBelow(
  db: Db,
  unit: string,
  codeLength: number,
  at: Date,
): Promise<BelowRow[]> {
  const { rows } = await sql<BelowRow>`
    select unit, status, n::int, overdue::int
    from count_incidents_below(${unit}, ${`${unit}~`}, ${codeLength}::int, ${at})`.execute(db);
  return rows;
}

export type UnitFigures = {
  byStatus: Partial<Record<IncidentStatus, number>>;
  open: { rank: number; n: number; overdue: number; dueToday: number }[];
};
