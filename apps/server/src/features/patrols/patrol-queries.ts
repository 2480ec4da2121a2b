import type { Key } from "@gezhi/contract/ids.ts";
import type { MapBounds } from "@gezhi/contract/map.ts";
import { sql, type Insertable, type Selectable } from "kysely";
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

/** On which days (in Beijing) which duty was walked, since a day. */
export async function listWalked(
  tx: Tx,
  unit: string,
  since: string,
): Promise<{ unit: string; duty: string; day: string; simulated: boolean }[]> {
  const { rows } = await sql<{ unit: string; duty: string; day: string; simulated: boolean }>`
    select unit, duty, (started_at at time zone 'Asia/Shanghai')::date::text as day, bool_and(simulated) as simulated from patrols
    where unit >= ${unit} and unit < ${`${unit}~`} and started_at >= ${`${since}T00:00:00+08:00`}::timestamptz group by 1, 2, 3`.execute(
    tx,
  );
  return rows;
}

/** Another one of this person that goes on, or was walked at the same time. */
export const findOverlapping = (
  tx: Tx,
  account: string,
  { id, from, to, heardSince }: { id: string; from: Date; to: Date; heardSince: Date },
): Promise<PatrolRow | undefined> =>
  withName(tx)
    .where("p.account", "=", account)
    .where("p.id", "<>", id)
    .where("p.started_at", "<", to)
    .where((where) =>
      where.or([
        where.and([where("p.ended_at", "is", null), where("p.heard_at", ">", heardSince)]),
        where("p.ended_at", ">", from),
        where.and([where("p.ended_at", "is", null), where("p.heard_at", ">", from)]),
      ]),
    )
    .orderBy("p.heard_at", "desc")
    .limit(1)
    .executeTakeFirst();

export const endPatrol = (tx: Tx, { district, id }: Key, at: Date) =>
  tx
    .updateTable("patrols")
    .set({ ended_at: at })
    .where("district", "=", district)
    .where("id", "=", id)
    .where("ended_at", "is", null)
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
