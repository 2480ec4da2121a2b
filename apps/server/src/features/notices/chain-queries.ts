import { type Insertable, type Selectable, sql } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Urgency, WorkOrderStatus } from "@gezhi/contract/incidents.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { AcceptanceChains } from "../../platform/database/generated.ts";
import { rowsInto } from "../../platform/database/rows.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type ChainRow = Omit<Selectable<AcceptanceChains>, "urgency"> & { urgency: Urgency };

export type NewChain = Pick<
  Insertable<AcceptanceChains>,
  "district" | "work_order" | "incident" | "urgency" | "started_at" | "next_at"
>;

export const insertChains = (rows: readonly NewChain[]) =>
  rowsInto(
    "acceptance_chains",
    ["district", "work_order", "incident", "urgency", "started_at", "next_at"],
    rows,
    "on conflict do nothing",
  );

export type NewStep = {
  district: string;
  work_order: string;
  account: string;
  step: number;
  told_at: Date;
};

/** For new work orders, of which nobody was asked before. */
export const insertSteps = (rows: readonly NewStep[]) =>
  rowsInto(
    "chain_steps",
    ["district", "work_order", "account", "step", "told_at"],
    rows,
    "on conflict do nothing",
  );

/** Work orders whose next step is due, the longest waiting first. */
export const findDueChains = (
  db: Db,
  now: Date,
  except: readonly string[],
  limit: number,
): Promise<Key[]> =>
  db
    .selectFrom("acceptance_chains")
    .select(["district", "work_order as id"])
    .where("next_at", "<=", now)
    .where(sql<boolean>`work_order <> all(${[...except]}::uuid[])`)
    .orderBy("next_at")
    .limit(limit)
    .execute();

/** Undefined when another worker has it or has just taken the step. */
export const lockDueChain = (
  tx: Tx,
  { district, id }: Key,
  now: Date,
): Promise<ChainRow | undefined> =>
  tx
    .selectFrom("acceptance_chains")
    .selectAll()
    .select((row) => row.ref("urgency").$castTo<Urgency>().as("urgency"))
    .where("district", "=", district)
    .where("work_order", "=", id)
    .where("next_at", "<=", now)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();

export const setChain = (
  tx: Tx,
  { district, work_order }: Pick<ChainRow, "district" | "work_order">,
  set: { next_at: Date | null; exhausted_at?: Date },
) =>
  tx
    .updateTable("acceptance_chains")
    .set(set)
    .where("district", "=", district)
    .where("work_order", "=", work_order)
    .execute();

export type AskedPerson = { account: string; name: string; step: number; told_at: Date };

/** Who was asked to accept a work order, in the order they were. */
export const findAsked = (db: Db, { district, id }: Key): Promise<AskedPerson[]> =>
  db
    .selectFrom("chain_steps as s")
    .innerJoin("accounts as a", "a.id", "s.account")
    .select(["s.account", "a.name", "s.step", "s.told_at"])
    .where("s.district", "=", district)
    .where("s.work_order", "=", id)
    .orderBy("s.told_at")
    .orderBy("s.step")
    .orderBy("a.name")
    .execute();

/** Those of them who were not asked before: inserting the row is the claim to tell them. */
export async function claimSteps(tx: Tx, asked: readonly NewStep[]): Promise<string[]> {
  if (!asked.length) return [];
  const rows = await tx
    .insertInto("chain_steps")
    .values([...asked])
    .onConflict((conflict) => conflict.doNothing())
    .returning("account")
    .execute();
  return rows.map(({ account }) => account);
}

/** The work order as it stands, with what its messages say. */
export const findAskedOrder = (db: Db, { district, id }: Key) =>
  db
    .selectFrom("work_orders as o")
    .innerJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "o.district").onRef("i.id", "=", "o.incident"),
    )
    .select([
      "o.handler",
      "o.due_at",
      "i.number",
      "i.unit",
      "i.town",
      "i.chain_level",
      "i.category",
      "i.simulated",
    ])
    .select((row) => row.ref("o.status").$castTo<WorkOrderStatus>().as("status"))
    .select((row) => row.ref("o.part").$castTo<"lead" | "co">().as("part"))
    .where("o.district", "=", district)
    .where("o.id", "=", id)
    .executeTakeFirst();
