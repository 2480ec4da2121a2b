import type { AccessKind, AccessList, IncidentAccess } from "@gezhi/contract/approvals.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import { keyOf } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { Insertable, Selectable, Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { AccessGrants } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type AccessRow = Omit<Selectable<AccessGrants>, "opens" | "status"> & {
  opens: AccessKind;
  status: "pending" | "approved" | "refused" | "revoked";
};

/** The incident asked about, read beyond the asker's scope: whether they may ask is decided on it. */
export const findTarget = (tx: Tx, by: Key | { number: string; district: string }) =>
  tx
    .selectFrom("incidents")
    .select(["id", "district", "unit", "town", "party_units", "number", "simulated"])
    .select((row) => row.ref("urgency").$castTo<Urgency>().as("urgency"))
    .where("district", "=", by.district)
    .$if("id" in by, (query) => query.where("id", "=", (by as Key).id))
    .$if("number" in by, (query) => query.where("number", "=", (by as { number: string }).number))
    .executeTakeFirst();

/** Undefined when the same is already asked for. */
export const insertAccess = (
  tx: Tx,
  row: Insertable<AccessGrants>,
): Promise<AccessRow | undefined> =>
  tx
    .insertInto("access_grants")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .$castTo<AccessRow>()
    .executeTakeFirst();

/** Holds the row until the transaction ends, so that of two who decide at once one is told so. */
export const lockAccess = (tx: Tx, { district, id }: Key): Promise<AccessRow | undefined> =>
  tx
    .selectFrom("access_grants")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .forUpdate()
    .$castTo<AccessRow>()
    .executeTakeFirst();

export const setAccess = (
  tx: Tx,
  { district, id }: Key,
  change: Updateable<AccessGrants>,
): Promise<AccessRow> =>
  tx
    .updateTable("access_grants")
    .set(change)
    .where("district", "=", district)
    .where("id", "=", id)
    .returningAll()
    .$castTo<AccessRow>()
    .executeTakeFirstOrThrow();

/** Says whether it was the first look by this approval. */
export async function noteUse(tx: Tx, access: string, at: Date): Promise<boolean> {
  const { district, id } = keyOf(access);
  const { numUpdatedRows } = await tx
    .updateTable("access_grants")
    .set({ used_at: at })
    .where("district", "=", district)
    .where("id", "=", id)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export const findPending = async (
  db: Db,
  { district, id }: Key,
  account: string,
): Promise<IncidentAccess[]> =>
  (
    await db
      .selectFrom("access_grants")
      .select("opens")
      .where("district", "=", district)
      .where("incident", "=", id)
      .where("account", "=", account)
      .where("status", "=", "pending")
      .where("alarm", "is", null)
      .execute()
  ).map(({ opens }) => opens as IncidentAccess);

/** What this account asked about the pictures of these alarms: what waits, and what runs at that instant. */
export const listOriginals = (
  db: Db,
  { district, alarms, account }: { district: string; alarms: readonly string[]; account: string },
  at: Date,
): Promise<AccessRow[]> =>
  db
    .selectFrom("access_grants")
    .selectAll()
    .where("district", "=", district)
    .where("alarm", "in", [...alarms])
    .where("account", "=", account)
    .where((where) =>
      where.or([
        where("status", "=", "pending"),
        where.and([where("status", "=", "approved"), where("ends_at", ">", at)]),
      ]),
    )
    .$castTo<AccessRow>()
    .execute();

/** The first look shortens what was approved; later ones leave it. Undefined: it was taken back a moment ago. */
export const beginLook = (
  tx: Tx,
  { district, id }: Key,
  { at, until }: { at: Date; until: Date },
): Promise<AccessRow | undefined> =>
  tx
    .updateTable("access_grants")
    .set((row) => ({
      used_at: row.fn.coalesce("used_at", row.val(at)),
      ends_at: row
        .case()
        .when("used_at", "is", null)
        .then(row.fn<Date>("least", ["ends_at", row.val(until)]))
        .else(row.ref("ends_at"))
        .end(),
    }))
    .where("district", "=", district)
    .where("id", "=", id)
    .where("status", "=", "approved")
    .where("ends_at", ">", at)
    .returningAll()
    .$castTo<AccessRow>()
    .executeTakeFirst();

export type ListedAccess = AccessRow & { title: string | null; unit: string | null };

type Question = {
  list: AccessList;
  account: string;
  towns: readonly string[];
  districts: readonly string[];
  after: string | undefined;
  most: number;
};

/** Newest first. The incident stands beside it as far as the reader may see it. */
export const listAccess = (
  db: Db,
  { list, account, towns, districts, after, most }: Question,
): Promise<ListedAccess[]> =>
  db
    .selectFrom("access_grants as g")
    .leftJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "g.district").onRef("i.id", "=", "g.incident"),
    )
    .selectAll("g")
    .select(["i.title", "i.unit"])
    .$if(list === "asked", (query) => query.where("g.account", "=", account))
    .$if(list !== "asked", (query) =>
      query
        .where((where) =>
          where.or([
            where("g.town", "in", [...towns, ""]),
            where("g.district", "in", [...districts, ""]),
          ]),
        )
        .where("g.account", "<>", account),
    )
    .$if(list === "decide", (query) => query.where("g.status", "=", "pending"))
    .$if(list === "granted", (query) => query.where("g.status", "<>", "pending"))
    .$if(after !== undefined, (query) => query.where("g.id", "<", after!))
    .orderBy("g.id", "desc")
    .limit(most)
    .$castTo<ListedAccess>()
    .execute();
