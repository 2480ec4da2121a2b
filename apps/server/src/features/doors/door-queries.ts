import type { Key } from "@gezhi/contract/ids.ts";
import { type Insertable, type Selectable, sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Doors, VisitorCodes } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type DoorRow = Selectable<Doors>;
export type CodeRow = Selectable<VisitorCodes>;

export const findDoor = (db: Db, { district, id }: Key): Promise<DoorRow | undefined> =>
  db
    .selectFrom("doors")
    .selectAll()
    .where("district", "=", district)
    .where("device", "=", id)
    .executeTakeFirst();

export const putDoor = (tx: Tx, row: Insertable<Doors>) =>
  tx
    .insertInto("doors")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["district", "device"]).doUpdateSet({
        open: row.open,
        changed_by: row.changed_by,
        changed_at: row.changed_at,
      }),
    )
    .execute();

export const countRefusal = (tx: Tx, { district, id }: Key) =>
  tx
    .updateTable("doors")
    .set((row) => ({ refused: row("refused", "+", 1) }))
    .where("district", "=", district)
    .where("device", "=", id)
    .execute();

/** Doors of a unit as the registry has them, with what is counted about each: no code, no telephone. */
export const listDoors = (
  db: Db,
  unit: string,
  { profile, now, today }: { profile: string; now: Date; today: Date },
) =>
  db
    .selectFrom("devices as d")
    .leftJoin("doors as o", (join) =>
      join.onRef("o.district", "=", "d.district").onRef("o.device", "=", "d.id"),
    )
    .leftJoin("device_states as s", (join) =>
      join.onRef("s.district", "=", "d.district").onRef("s.device", "=", "d.number"),
    )
    .select([
      "d.district",
      "d.id",
      "d.code",
      "d.name",
      "d.place",
      "d.address",
      "d.unit",
      "d.simulated",
    ])
    .select(["o.open", "o.changed_by", "o.refused", "s.state"])
    .select([
      sql<number>`(select count(*)::int from door_residents r where r.district = d.district and r.device = d.id)`.as(
        "residents",
      ),
      sql<number>`(select count(*)::int from visitor_codes c where c.district = d.district and c.device = d.id and c.valid_to > ${now} and c.revoked_at is null and c.uses_left > 0)`.as(
        "open_codes",
      ),
      sql<number>`(select count(*)::int from visitor_uses u join visitor_codes c on c.district = u.district and c.id = u.code where c.district = d.district and c.device = d.id and u.at >= ${today})`.as(
        "uses_today",
      ),
      sql<number>`(select count(*)::int from visitor_uses u join visitor_codes c on c.district = u.district and c.id = u.code where c.district = d.district and c.device = d.id)`.as(
        "uses_kept",
      ),
    ])
    .where("d.unit", ">=", unit)
    .where("d.unit", "<", `${unit}~`)
    .where("d.profile", "=", profile)
    .where("d.retired_at", "is", null)
    .orderBy("d.unit")
    .orderBy("d.code")
    .limit(500)
    .execute();

export const addResidents = async (
  tx: Tx,
  rows: readonly { district: string; device: string; phone_hash: string; added_at: Date }[],
): Promise<number> => {
  if (rows.length === 0) return 0;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("door_residents")
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows ?? 0);
};

export const removeResidents = async (
  tx: Tx,
  { district, id }: Key,
  hashes: readonly string[],
): Promise<number> => {
  if (hashes.length === 0) return 0;
  const { numDeletedRows } = await tx
    .deleteFrom("door_residents")
    .where("district", "=", district)
    .where("device", "=", id)
    .where("phone_hash", "in", [...hashes])
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
};

export const countResidents = async (tx: Tx, { district, id }: Key): Promise<number> => {
  const { n } = await tx
    .selectFrom("door_residents")
    .select(sql<number>`count(*)::int`.as("n"))
    .where("district", "=", district)
    .where("device", "=", id)
    .executeTakeFirstOrThrow();
  return n;
};

/** Open doors whose community knows this telephone. */
export const doorsOfPhone = (db: Db, phoneHash: string) =>
  db
    .selectFrom("door_residents as r")
    .innerJoin("doors as o", (join) =>
      join.onRef("o.district", "=", "r.district").onRef("o.device", "=", "r.device"),
    )
    .innerJoin("devices as d", (join) =>
      join.onRef("d.district", "=", "r.district").onRef("d.id", "=", "r.device"),
    )
    .select(["d.district", "d.id", "d.name", "d.place", "d.address", "o.unit"])
    .where("r.phone_hash", "=", phoneHash)
    .where("o.open", "=", true)
    .where("d.retired_at", "is", null)
    .orderBy("d.code")
    .execute();

export const findCode = (tx: Tx, { district, id }: Key): Promise<CodeRow | undefined> =>
  tx
    .selectFrom("visitor_codes")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();

/** Held until the transaction ends: every use of one code waits for the one before. */
export const lockByHash = (
  tx: Tx,
  district: string,
  codeHash: string,
): Promise<CodeRow | undefined> =>
  tx
    .selectFrom("visitor_codes")
    .selectAll()
    .where("district", "=", district)
    .where("code_hash", "=", codeHash)
    .forUpdate()
    .executeTakeFirst();

/** False when these eight digits are taken. */
export const insertCode = async (tx: Tx, row: Insertable<VisitorCodes>): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("visitor_codes")
    .values(row)
    .onConflict((conflict) => conflict.columns(["district", "code_hash"]).doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows ?? 0) > 0;
};

export const countOpen = async (
  tx: Tx,
  { district, id }: Key,
  phoneHash: string,
  now: Date,
): Promise<number> => {
  const { n } = await tx
    .selectFrom("visitor_codes")
    .select(sql<number>`count(*)::int`.as("n"))
    .where("district", "=", district)
    .where("device", "=", id)
    .where("phone_hash", "=", phoneHash)
    .where("valid_to", ">", now)
    .where("revoked_at", "is", null)
    .where("uses_left", ">", 0)
    .executeTakeFirstOrThrow();
  return n;
};

export const setRevoked = (tx: Tx, { district, id }: Key, at: Date) =>
  tx
    .updateTable("visitor_codes")
    .set({ revoked_at: at })
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();

/** Codes of a telephone that no longer belongs to a door end with that. */
export const revokeOf = (tx: Tx, { district, id }: Key, hashes: readonly string[], at: Date) =>
  tx
    .updateTable("visitor_codes")
    .set({ revoked_at: at })
    .where("district", "=", district)
    .where("device", "=", id)
    .where("phone_hash", "in", [...hashes])
    .where("revoked_at", "is", null)
    .execute();

export const takeUse = (tx: Tx, { district, id }: Key) =>
  tx
    .updateTable("visitor_codes")
    .set((row) => ({ uses_left: row("uses_left", "-", 1) }))
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();

export const findUse = (tx: Tx, { district, id }: Key) =>
  tx
    .selectFrom("visitor_uses as u")
    .innerJoin("visitor_codes as c", (join) =>
      join.onRef("c.district", "=", "u.district").onRef("c.id", "=", "u.code"),
    )
    .select(["c.device", "c.code_hash", "c.uses_left"])
    .where("u.district", "=", district)
    .where("u.id", "=", id)
    .executeTakeFirst();

export const insertUse = (tx: Tx, row: { district: string; id: string; code: string; at: Date }) =>
  tx.insertInto("visitor_uses").values(row).execute();

export const codesOfPhone = (db: Db, phoneHash: string, most: number) =>
  db
    .selectFrom("visitor_codes as c")
    .innerJoin("devices as d", (join) =>
      join.onRef("d.district", "=", "c.district").onRef("d.id", "=", "c.device"),
    )
    .selectAll("c")
    .select(["d.name", "d.place", "d.address"])
    .select(
      sql<
        string[]
      >`array(select to_char(u.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from visitor_uses u where u.district = c.district and u.code = c.id order by u.at desc)`.as(
        "opened",
      ),
    )
    .where("c.phone_hash", "=", phoneHash)
    .orderBy("c.created_at", "desc")
    .limit(most)
    .execute();

/** With their uses. */
export const deleteOver = async (tx: Tx, before: Date): Promise<number> => {
  const { numDeletedRows } = await tx
    .deleteFrom("visitor_codes")
    .where("valid_to", "<", before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
};
