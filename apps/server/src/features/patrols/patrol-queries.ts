import type { Key } from "@gezhi/contract/ids.ts";
import type { MapBounds } from "@gezhi/contract/map.ts";
import type { Insertable, Selectable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Patrols } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Pair } from "./patrol-rules.ts";

export type PatrolRow = Omit<Selectable<Patrols>, "track"> & {
  track: Pair[];
  /** Whose it is. */
  name: string;
};

const withName = (db: Db) =>
  db
    .selectFrom("patrols as p")
    .innerJoin("accounts as a", "a.id", "p.account")
    .selectAll("p")
    .select("a.name")
    .$castTo<PatrolRow>();

export const findPatrol = (db: Db, { district, id }: Key): Promise<PatrolRow | undefined> =>
  withName(db).where("p.district", "=", district).where("p.id", "=", id).executeTakeFirst();

export const lockPatrol = (tx: Tx, { district, id }: Key): Promise<PatrolRow | undefined> =>
  withName(tx)
    .where("p.district", "=", district)
    .where("p.id", "=", id)
    .forUpdate("p")
    .executeTakeFirst();

type Asked = { bbox: MapBounds; unit: string | undefined; from: Date; at: Date; limit: number };

/** Begun between two instants, the newest first, where their way touches the window. */
export const listPatrolsInWindow = (
  tx: Tx,
  { bbox: { west, south, east, north }, unit, from, at, limit }: Asked,
): Promise<PatrolRow[]> =>
  withName(tx)
    .where("p.started_at", ">", from)
    .where("p.started_at", "<=", at)
    .where("p.west", "<=", east)
    .where("p.east", ">=", west)
    .where("p.south", "<=", north)
    .where("p.north", ">=", south)
    .$if(unit !== undefined, (query) =>
      query.where("p.unit", ">=", unit!).where("p.unit", "<", `${unit}~`),
    )
    .orderBy("p.started_at", "desc")
    .orderBy("p.id")
    .limit(limit)
    .execute();

export const listOwnPatrols = (tx: Tx, account: string, limit: number): Promise<PatrolRow[]> =>
  withName(tx)
    .where("p.account", "=", account)
    .orderBy("p.started_at", "desc")
    .limit(limit)
    .execute();

export const putPatrol = (tx: Tx, row: Insertable<Patrols>) =>
  tx
    .insertInto("patrols")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["district", "id"]).doUpdateSet((put) => ({
        ended_at: put.ref("excluded.ended_at"),
        heard_at: put.ref("excluded.heard_at"),
        track: put.ref("excluded.track"),
        length_m: put.ref("excluded.length_m"),
        west: put.ref("excluded.west"),
        south: put.ref("excluded.south"),
        east: put.ref("excluded.east"),
        north: put.ref("excluded.north"),
      })),
    )
    .execute();

export const deletePatrol = async (tx: Tx, { district, id }: Key, account: string) => {
  const { numDeletedRows } = await tx
    .deleteFrom("patrols")
    .where("district", "=", district)
    .where("id", "=", id)
    .where("account", "=", account)
    .executeTakeFirst();
  return numDeletedRows > 0n;
};

export const deletePatrolsBefore = (tx: Tx, before: Date) =>
  tx.deleteFrom("patrols").where("started_at", "<", before).execute();
