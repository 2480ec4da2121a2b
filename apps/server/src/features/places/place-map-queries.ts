import type { MapBounds } from "@gezhi/contract/map.ts";
import type { PlaceKind } from "@gezhi/contract/places.ts";
import { sql, type RawBuilder } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";
import type { PlaceRow } from "./place-queries.ts";

type Asked = {
  bbox: MapBounds;
  /** Prefixes within which the viewer may look. */
  areas: readonly string[];
  unit: string | undefined;
  today: string;
};

const all = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql` and `);
const below = (unit: string) => sql`(unit >= ${unit} and unit < ${`${unit}~`})`;

/** A line is in the window when any part of the box around it is. */
const inWindow = ({ west, south, east, north }: MapBounds) => sql`
  case when geometry->>'type' = 'Point' then lon between ${west} and ${east} and lat between ${south} and ${north}
  else exists (select 1 from jsonb_array_elements(geometry->'coordinates') c
    having max((c->>0)::float8) >= ${west} and min((c->>0)::float8) <= ${east}
      and max((c->>1)::float8) >= ${south} and min((c->>1)::float8) <= ${north}) end`;

const standing = ({ bbox, areas, unit, today }: Asked) =>
  all([
    sql`(${sql.join(areas.map(below), sql` or `)})`,
    ...(unit === undefined ? [] : [below(unit)]),
    sql`(valid_to is null or valid_to > ${today}::date)`,
    sql`valid_from <= ${today}::date`,
    inWindow(bbox),
  ]);

export async function countPlaceKinds(
  tx: Tx,
  asked: Asked,
): Promise<{ kind: PlaceKind; count: number }[]> {
  const { rows } = await sql<{ kind: PlaceKind; count: number }>`
    select kind, count(*)::int as count from places where ${standing(asked)} group by kind`.execute(
    tx,
  );
  return rows;
}

export async function listPlacesInWindow(
  tx: Tx,
  asked: Asked,
  kinds: readonly PlaceKind[],
  most: number,
): Promise<PlaceRow[]> {
  const { rows } = await sql<PlaceRow>`
    select * from places where kind = any(${[...kinds]}) and ${standing(asked)} order by unit, code limit ${most + 1}`.execute(
    tx,
  );
  return rows;
}
