import type { Key } from "@gezhi/contract/ids.ts";
import type { MapBounds } from "@gezhi/contract/map.ts";
import type { PlotGeometry, PlotKind, PlotVersion } from "@gezhi/contract/plots.ts";
import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { PlotVersions, Plots } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

type Drawn = { kind: PlotKind; geometry: PlotGeometry };
export type PlotRow = Omit<Selectable<Plots>, keyof Drawn> &
  Drawn & {
    number: string | null;
    title: string | null;
    parties: string[] | null;
    lies_in: string | null;
    open: boolean | null;
  };
/** Each is looked for under a scope of its own. */
export type OwnerType = "unit" | "incident";

const withIncident = (db: Db) =>
  db
    .selectFrom("plots as p")
    .leftJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "p.district").onRef("i.id", "=", "p.incident"),
    )
    .selectAll("p")
    .select(["i.number", "i.title", "i.party_units as parties", "i.unit as lies_in", "i.open"])
    .$castTo<PlotRow>();

const ofType = (type: OwnerType) =>
  type === "unit" ? sql<boolean>`p.incident is null` : sql<boolean>`p.incident is not null`;

export const findPlot = (
  db: Db,
  { district, id }: Key,
  type: OwnerType,
): Promise<PlotRow | undefined> =>
  withIncident(db)
    .where("p.district", "=", district)
    .where("p.id", "=", id)
    .where(ofType(type))
    .executeTakeFirst();

/** Holds the row until the transaction ends, so that of two who change it one is told. */
export const lockPlot = (
  tx: Tx,
  { district, id }: Key,
  type: OwnerType,
): Promise<PlotRow | undefined> =>
  withIncident(tx)
    .where("p.district", "=", district)
    .where("p.id", "=", id)
    .where(ofType(type))
    .forUpdate("p")
    .executeTakeFirst();

type Asked = {
  type: OwnerType;
  /** Prefixes within which units' drawings may lie, so that an index finds them. */
  areas: readonly string[];
  incident?: Key | undefined;
  unit?: string | undefined;
  bbox?: MapBounds | undefined;
  removed: boolean;
  limit: number;
};

/** The newest change first. */
export function listPlots(db: Db, asked: Asked): Promise<PlotRow[]> {
  const { type, areas, incident, unit, bbox, removed, limit } = asked;
  return withIncident(db)
    .where(ofType(type))
    .$if(type === "unit", (query) =>
      query.where((where) =>
        where.or(
          areas.map((area) =>
            where.and([where("p.unit", ">=", area), where("p.unit", "<", `${area}~`)]),
          ),
        ),
      ),
    )
    .$if(incident !== undefined, (query) =>
      query.where("p.district", "=", incident!.district).where("p.incident", "=", incident!.id),
    )
    .$if(type === "incident" && incident === undefined, (query) => query.where("i.open", "=", true))
    .$if(unit !== undefined, (query) =>
      query.where("p.unit", ">=", unit!).where("p.unit", "<", `${unit}~`),
    )
    .$if(bbox !== undefined, (query) =>
      query
        .where("p.west", "<=", bbox!.east)
        .where("p.east", ">=", bbox!.west)
        .where("p.south", "<=", bbox!.north)
        .where("p.north", ">=", bbox!.south),
    )
    .where("p.removed_at", removed ? "is not" : "is", null)
    .orderBy("p.changed_at", "desc")
    .orderBy("p.id")
    .limit(limit + 1)
    .execute();
}

/** Of one owner, as long as they are drawn. */
export async function countPlots(
  tx: Tx,
  owner: { district: string; incident: string } | { unit: string },
): Promise<number> {
  const { n } = await tx
    .selectFrom("plots")
    .select((row) => row.fn.countAll<number>().as("n"))
    .where("removed_at", "is", null)
    .$if("unit" in owner, (query) =>
      query.where("incident", "is", null).where("unit", "=", (owner as { unit: string }).unit),
    )
    .$if("incident" in owner, (query) => {
      const { district, incident } = owner as { district: string; incident: string };
      return query.where("district", "=", district).where("incident", "=", incident);
    })
    .executeTakeFirstOrThrow();
  return n;
}

export const insertPlot = (tx: Tx, row: Insertable<Plots>): Promise<unknown> =>
  tx.insertInto("plots").values(row).execute();

export const setPlot = (tx: Tx, { district, id }: Key, change: Updateable<Plots>) =>
  tx
    .updateTable("plots")
    .set(change)
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();

export const insertVersion = (tx: Tx, row: Insertable<PlotVersions>): Promise<unknown> =>
  tx.insertInto("plot_versions").values(row).execute();

export type VersionRow = Omit<Selectable<PlotVersions>, keyof Drawn | "act"> &
  Drawn & { act: PlotVersion["act"] };

export const listVersions = (db: Db, { district, id }: Key): Promise<VersionRow[]> =>
  db
    .selectFrom("plot_versions")
    .selectAll()
    .where("district", "=", district)
    .where("plot", "=", id)
    .orderBy("version", "desc")
    .$castTo<VersionRow>()
    .execute();

export const findVersion = (
  db: Db,
  { district, id }: Key,
  version: number,
): Promise<VersionRow | undefined> =>
  db
    .selectFrom("plot_versions")
    .selectAll()
    .where("district", "=", district)
    .where("plot", "=", id)
    .where("version", "=", version)
    .$castTo<VersionRow>()
    .executeTakeFirst();
