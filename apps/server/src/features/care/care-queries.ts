import type { Key } from "@gezhi/contract/ids.ts";
import type { VisitOutcome } from "@gezhi/contract/care.ts";
import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { CaredFor, CareVisits } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type CareRow = Selectable<CaredFor>;
export type VisitRow = Selectable<CareVisits>;

/** With the newest visit, and how many steps were told of: today, and since the visit was due. */
const withState = (db: Db, today: string) =>
  db
    .selectFrom("cared_for as p")
    .leftJoinLateral(
      (inner) =>
        inner
          .selectFrom("care_visits as v")
          .select(["v.seen_at as last_at", "v.incident as last_incident"])
          .select((row) => row.ref("v.outcome").$castTo<VisitOutcome>().as("last_outcome"))
          .whereRef("v.district", "=", "p.district")
          .whereRef("v.person", "=", "p.id")
          .orderBy("v.seen_at", "desc")
          .limit(1)
          .as("l"),
      (join) => join.onTrue(),
    )
    .selectAll("p")
    .select(["l.last_at", "l.last_incident", "l.last_outcome"])
    .select(
      sql<number>`(select count(*)::int from care_misses m where m.district = p.district and m.person = p.id and m.day = ${today}::date)`.as(
        "told",
      ),
    )
    .select(
      sql<number>`(select count(distinct m.step)::int from care_misses m where m.district = p.district and m.person = p.id and m.day >= p.due_on)`.as(
        "told_since",
      ),
    );

export type StandingCare = NonNullable<Awaited<ReturnType<typeof findCare>>>;

export const findCare = (db: Db, { district, id }: Key, today: string) =>
  withState(db, today).where("p.district", "=", district).where("p.id", "=", id).executeTakeFirst();

export const listCare = (
  db: Db,
  unit: string,
  today: string,
  most: number,
): Promise<StandingCare[]> =>
  withState(db, today)
    .where("p.unit", ">=", unit)
    .where("p.unit", "<", `${unit}~`)
    .orderBy("p.unit")
    .orderBy("p.address")
    .orderBy("p.id")
    .limit(most)
    .execute();

/** What these names have to do until today, and what was done today. */
export const listSent = (
  db: Db,
  tokens: readonly string[],
  today: string,
  since: Date,
  most: number,
): Promise<StandingCare[]> =>
  withState(db, today)
    .where((where) =>
      where.or([where("p.visitor", "in", [...tokens]), where("p.substitute", "in", [...tokens])]),
    )
    .where((where) => where.or([where("p.due_on", "<=", today), where("p.seen_at", ">=", since)]))
    .orderBy("p.due_by")
    .orderBy("p.unit")
    .orderBy("p.address")
    .limit(most)
    .execute();

export const lockCare = (tx: Tx, { district, id }: Key): Promise<CareRow | undefined> =>
  tx
    .selectFrom("cared_for")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();

export const insertCare = (tx: Tx, row: Insertable<CaredFor>): Promise<CareRow> =>
  tx.insertInto("cared_for").values(row).returningAll().executeTakeFirstOrThrow();

export const setCare = (tx: Tx, { district, id }: Key, set: Updateable<CaredFor>) =>
  tx
    .updateTable("cared_for")
    .set(set)
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();

/** Visits and what was missed go with it. */
export const deleteCare = (tx: Tx, { district, id }: Key) =>
  tx.deleteFrom("cared_for").where("district", "=", district).where("id", "=", id).execute();

/** Which of these devices some plan names already. */
export const plannedDevices = async (db: Db, district: string): Promise<Set<string>> => {
  const rows = await db
    .selectFrom("cared_for")
    .select(sql<string>`unnest(devices)`.as("device"))
    .where("district", "=", district)
    .execute();
  return new Set(rows.map(({ device }) => device));
};

/** Plans follow a device that was exchanged, and let go of one that came back. */
export const replaceDevice = (tx: Tx, district: string, from: string, to: string | null) =>
  sql`update cared_for set devices = case when ${to}::uuid is null then array_remove(devices, ${from}::uuid)
      else array_replace(devices, ${from}::uuid, ${to}::uuid) end
    where district = ${district} and devices @> array[${from}::uuid]`.execute(tx);

export const findVisit = (tx: Tx, { district, id }: Key): Promise<VisitRow | undefined> =>
  tx
    .selectFrom("care_visits")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .executeTakeFirst();

export const insertVisit = (tx: Tx, row: Insertable<CareVisits>) =>
  tx.insertInto("care_visits").values(row).execute();

export const listVisits = (db: Db, { district, id }: Key, most: number): Promise<VisitRow[]> =>
  db
    .selectFrom("care_visits")
    .selectAll()
    .where("district", "=", district)
    .where("person", "=", id)
    .orderBy("seen_at", "desc")
    .limit(most)
    .execute();

export const listMisses = (db: Db, { district, id }: Key, most: number) =>
  db
    .selectFrom("care_misses")
    .select(["day", "step", "told_at"])
    .where("district", "=", district)
    .where("person", "=", id)
    .orderBy("day", "desc")
    .orderBy("step", "desc")
    .limit(most)
    .execute();

/** Plans whose hour or day is over and whose post was not told today, page by page. */
export const listOverdue = (
  db: Db,
  { today, hour, after, most }: { today: string; hour: number; after: Key | null; most: number },
) =>
  withState(db, today)
    .select(
      sql<
        string | null
      >`(select max(m.day)::text from care_misses m where m.district = p.district and m.person = p.id and m.step = 2)`.as(
        "post_on",
      ),
    )
    .where("p.due_on", "<=", today)
    .where((where) => where.or([where("p.due_by", "<=", hour), where("p.due_on", "<", today)]))
    .where(
      sql<boolean>`not exists (select from care_misses m where m.district = p.district and m.person = p.id and m.day = ${today}::date and m.step = 2)`,
    )
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(p.district, p.id) > (${after?.district}, ${after?.id}::uuid)`),
    )
    .orderBy("p.district")
    .orderBy("p.id")
    .limit(most)
    .execute();

/** Undefined when another worker has it, or it was visited since. */
export const lockOverdue = (tx: Tx, { district, id }: Key, dueOn: string) =>
  tx
    .selectFrom("cared_for")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .where("due_on", "=", dueOn)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();

/** The steps that nobody was told of before. */
export async function claimMisses(
  tx: Tx,
  rows: readonly { district: string; person: string; day: string; step: number; told_at: Date }[],
): Promise<number[]> {
  const fresh = await tx
    .insertInto("care_misses")
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .returning("step")
    .execute();
  return fresh.map(({ step }) => step).toSorted((a, b) => a - b);
}
