import type { HotSpotQuery, HotSpotStatus } from "@gezhi/contract/hot-spots.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import { v7 } from "uuid";
import type { Db } from "../../platform/database/connect.ts";
import type { HotSpots, HotSpotSteps } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

const shown = [
  "district",
  "id",
  "number",
  "category",
  "unit",
  "party_units",
  "lon",
  "lat",
  "street",
  "place",
  "metres",
  "days",
  "enough",
  "status",
  "members",
  "first_at",
  "last_at",
  "raised_at",
  "of_past",
  "previous",
  "closed_at",
  "closed_by_name",
  "reason",
  "class_district",
  "issue_class",
  "simulated",
] as const;
export type HotSpotRow = Omit<Pick<Selectable<HotSpots>, (typeof shown)[number]>, "status"> & {
  status: HotSpotStatus;
};

const rows = (db: Db) => db.selectFrom("hot_spots").select(shown).$castTo<HotSpotRow>();

export const findHotSpot = (db: Db, { district, id }: Key): Promise<HotSpotRow | undefined> =>
  rows(db).where("district", "=", district).where("id", "=", id).executeTakeFirst();

export const lockHotSpot = (tx: Tx, { district, id }: Key): Promise<HotSpotRow | undefined> =>
  rows(tx).where("district", "=", district).where("id", "=", id).forUpdate().executeTakeFirst();

export const lockHotSpotById = (tx: Tx, id: string): Promise<HotSpotRow | undefined> =>
  rows(tx).where("id", "=", id).forUpdate().executeTakeFirst();

/** A card's number, whatever the viewer sees of it. */
export const findNumbers = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom("hot_spots")
    .select(["district", "id", "number"])
    .where("id", "in", [...ids])
    .execute();

export const findHotSpotsOfClass = (db: Db, issueClass: string): Promise<HotSpotRow[]> =>
  rows(db).where("issue_class", "=", issueClass).orderBy("number").execute();

/** Newest first. */
export const listHotSpots = (
  db: Db,
  { unit, status, category, after, limit }: HotSpotQuery,
): Promise<HotSpotRow[]> =>
  rows(db)
    .where("status", "=", status)
    .$if(unit !== undefined, (query) =>
      query.where(
        sql<boolean>`exists (select 1 from unnest(party_units) p where starts_with(p, ${unit}))`,
      ),
    )
    .$if(category !== undefined, (query) =>
      query.where(sql<boolean>`starts_with(category, ${category})`),
    )
    .$if(after !== undefined, (query) => query.where("id", "<", after!))
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();

export async function nextNumber(
  tx: Tx,
  sequence: "hot_spot_numbers" | "issue_class_numbers",
  prefix: "RD" | "LS",
  district: string,
): Promise<string> {
  const { rows: found } = await sql<{
    n: string;
  }>`select nextval(${sequence}::regclass)::text as n`.execute(tx);
  return `${prefix}-${district}-${(found[0]?.n ?? "0").padStart(5, "0")}`;
}

export const insertHotSpot = async (
  tx: Tx,
  { cell, ...row }: Omit<Insertable<HotSpots>, "cell"> & { cell: string },
): Promise<HotSpotRow> =>
  tx
    .insertInto("hot_spots")
    .values({ ...row, cell: sql<number>`${cell}::bigint` })
    .returning(shown)
    .$castTo<HotSpotRow>()
    .executeTakeFirstOrThrow();

export const setHotSpot = (
  tx: Tx,
  { district, id }: Key,
  change: Omit<Updateable<HotSpots>, "cell">,
): Promise<HotSpotRow> =>
  tx
    .updateTable("hot_spots")
    .set(change)
    .where("district", "=", district)
    .where("id", "=", id)
    .returning(shown)
    .$castTo<HotSpotRow>()
    .executeTakeFirstOrThrow();

/** What the members of a card say of it as a whole. */
export async function sumMembers(tx: Tx, card: string) {
  const { rows: found } = await sql<{
    n: number;
    first_at: Date | null;
    last_at: Date | null;
    towns: string[];
    simulated: boolean;
  }>`
    select count(*)::int as n, min(happened_at) as first_at, max(happened_at) as last_at, coalesce(bool_or(simulated), false) as simulated,
      coalesce(array_agg(distinct coalesce(town, unit)), '{}') as towns
    from occurrences where hot_spot = ${card}::uuid and counts`.execute(tx);
  return found[0]!;
}

export type StepRow = Omit<Selectable<HotSpotSteps>, "detail"> & {
  detail: Record<string, unknown>;
};
export type NewStep = {
  act: string;
  actor?: string | undefined;
  reason?: string | undefined;
  detail?: Record<string, unknown>;
};

export const insertStep = (
  tx: Tx,
  of: "card" | "class",
  { district, id }: Key,
  at: Date,
  { act, actor, reason, detail = {} }: NewStep,
) =>
  tx
    .insertInto("hot_spot_steps")
    .values({
      district,
      of_card: of === "card",
      subject: id,
      id: v7(),
      at,
      act,
      actor: actor ?? null,
      reason: reason || null,
      detail: JSON.stringify(detail),
    })
    .execute();

const mostSteps = 500;

/** Newest first. */
export const listSteps = (db: Db, { district, id }: Key): Promise<StepRow[]> =>
  db
    .selectFrom("hot_spot_steps")
    .selectAll()
    .where("district", "=", district)
    .where("subject", "=", id)
    .orderBy("id", "desc")
    .limit(mostSteps)
    .$castTo<StepRow>()
    .execute();
