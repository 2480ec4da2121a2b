import type {
  IssueClassQuery,
  IssueClassStatus,
  MeasureKind,
  MeasureStatus,
} from "@gezhi/contract/hot-spots.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { IssueClasses, IssueMeasures } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type ClassRow = Omit<Selectable<IssueClasses>, "status"> & { status: IssueClassStatus };
export type MeasureRow = Omit<Selectable<IssueMeasures>, "kind" | "status"> & {
  kind: MeasureKind;
  status: MeasureStatus;
};

const rows = (db: Db) => db.selectFrom("issue_classes").selectAll().$castTo<ClassRow>();

export const findClass = (db: Db, { district, id }: Key): Promise<ClassRow | undefined> =>
  rows(db).where("district", "=", district).where("id", "=", id).executeTakeFirst();

export const lockClass = (tx: Tx, { district, id }: Key): Promise<ClassRow | undefined> =>
  rows(tx).where("district", "=", district).where("id", "=", id).forUpdate().executeTakeFirst();

/** Newest first. */
export const listClasses = (
  db: Db,
  { unit, ended, after, limit }: IssueClassQuery,
): Promise<ClassRow[]> =>
  rows(db)
    .where("ended", "=", ended === "true")
    .$if(unit !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where(sql<boolean>`starts_with(unit, ${unit})`, "=", true),
          where(sql<boolean>`starts_with(${unit}, unit)`, "=", true),
        ]),
      ),
    )
    .$if(after !== undefined, (query) => query.where("id", "<", after!))
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();

export const insertClass = (tx: Tx, row: Insertable<IssueClasses>): Promise<ClassRow> =>
  tx
    .insertInto("issue_classes")
    .values(row)
    .returningAll()
    .$castTo<ClassRow>()
    .executeTakeFirstOrThrow();

export const setClass = (
  tx: Tx,
  { district, id }: Key,
  change: Updateable<IssueClasses>,
): Promise<ClassRow> =>
  tx
    .updateTable("issue_classes")
    .set(change)
    .where("district", "=", district)
    .where("id", "=", id)
    .returningAll()
    .$castTo<ClassRow>()
    .executeTakeFirstOrThrow();

export const listMeasures = (db: Db, { district, id }: Key): Promise<MeasureRow[]> =>
  db
    .selectFrom("issue_measures")
    .selectAll()
    .where("district", "=", district)
    .where("issue_class", "=", id)
    .orderBy("id")
    .$castTo<MeasureRow>()
    .execute();

export const insertMeasure = (tx: Tx, row: Insertable<IssueMeasures>) =>
  tx.insertInto("issue_measures").values(row).execute();

/** Of options that are compared one is taken. */
export const unchooseOthers = (tx: Tx, { district, id }: Key, measure: string) =>
  tx
    .updateTable("issue_measures")
    .set({ chosen: false })
    .where("district", "=", district)
    .where("issue_class", "=", id)
    .where("id", "<>", measure)
    .where("kind", "=", "option")
    .execute();

export const setMeasure = (
  tx: Tx,
  { district, id }: Key,
  measure: string,
  change: Updateable<IssueMeasures>,
): Promise<MeasureRow | undefined> =>
  tx
    .updateTable("issue_measures")
    .set(change)
    .where("district", "=", district)
    .where("issue_class", "=", id)
    .where("id", "=", measure)
    .returningAll()
    .$castTo<MeasureRow>()
    .executeTakeFirst();

export async function countCards(db: Db, classes: readonly string[]): Promise<Map<string, number>> {
  const { rows: found } = await sql<{ issue_class: string; n: number }>`
    select issue_class, count(*)::int as n from hot_spots where issue_class = any(${[...classes]}::uuid[]) group by 1`.execute(
    db,
  );
  return new Map(found.map(({ issue_class, n }) => [issue_class, n]));
}

export const findClassNames = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom("issue_classes")
    .select(["id", "number", "name"])
    .where("id", "in", [...ids])
    .execute();
