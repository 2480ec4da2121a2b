import type { UnitLevel } from "@gezhi/contract/units.ts";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { gently } from "../../platform/gently.ts";
import type { CleanArea } from "./area-rules.ts";
import type { Known, Version } from "./unit-plan-check-rules.ts";

/** One change of the tree at a time: two merges checked against the same past would not fit together. */
export const lockUnits = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('units', 0))`.execute(tx);

type Row = {
  code: string;
  valid_from: string;
  valid_to: string | null;
  successor: string | null;
  level: UnitLevel;
  name: string;
  short_name: string;
  lon: number;
  lat: number;
  area_km2: number;
  approximate: boolean;
  boundary: string | null;
};

/** All versions of these codes and of the units right below `parents`, with their areas. */
export async function findKnown(
  db: Db | Tx,
  codes: readonly string[],
  parents: readonly string[],
): Promise<Known> {
  const { rows } = await sql<Row>`
    select u.code, u.valid_from, u.valid_to, u.successor, u.level, u.name, u.short_name, u.lon, u.lat,
           u.area_km2, u.approximate, b.boundary::text as boundary
    from units u left join unit_boundaries b using (code, valid_from)
    where u.code = any(${codes}::text[]) or u.parent = any(${parents}::text[])
    order by u.code, u.valid_from`.execute(db);
  return group(rows);
}

/** A unit with everything below it. */
export async function findSubtree(db: Db | Tx, code: string): Promise<Known> {
  const { rows } = await sql<Row>`
    select u.code, u.valid_from, u.valid_to, u.successor, u.level, u.name, u.short_name, u.lon, u.lat,
           u.area_km2, u.approximate, b.boundary::text as boundary
    from units u left join unit_boundaries b using (code, valid_from)
    where u.code >= ${code} and u.code < ${`${code}~`}
    order by u.code, u.valid_from`.execute(db);
  return group(rows);
}

async function group(rows: readonly Row[]): Promise<Known> {
  const known = new Map<string, Version[]>();
  for await (const row of gently(rows)) {
    const versions = known.get(row.code) ?? [];
    known.set(row.code, versions);
    versions.push({
      code: row.code,
      validFrom: row.valid_from,
      validTo: row.valid_to,
      successor: row.successor,
      level: row.level,
      name: row.name,
      shortName: row.short_name,
      lon: row.lon,
      lat: row.lat,
      areaKm2: row.area_km2,
      approximate: row.approximate,
      area: row.boundary === null ? null : (JSON.parse(row.boundary) as CleanArea),
    });
  }
  return known;
}

const columns = sql`code text, valid_from date, valid_to date, successor text, level text, name text,
  short_name text, parent text, lon float8, lat float8, area_km2 float8, approximate boolean`;

const toJson = (versions: readonly Version[]): string =>
  JSON.stringify(
    versions.map((version) => ({
      code: version.code,
      valid_from: version.validFrom,
      valid_to: version.validTo,
      successor: version.successor,
      level: version.level,
      name: version.name,
      short_name: version.shortName,
      parent: parentCode(version),
      lon: version.lon,
      lat: version.lat,
      area_km2: version.areaKm2,
      approximate: version.approximate,
    })),
  );

const digits: Record<UnitLevel, number> = {
  city: 2,
  district: 4,
  town: 3,
  village: 3,
  grid: 3,
  microGrid: 2,
};
const parentCode = ({ code, level }: Version): string | null =>
  code.slice(0, -digits[level]) || null;

export const insertVersions = (tx: Tx, versions: readonly Version[]) =>
  sql`insert into units (code, valid_from, valid_to, successor, level, name, short_name, parent, lon, lat, area_km2, approximate)
      select * from json_to_recordset(${toJson(versions)}::json) as v (${columns})`.execute(tx);

export const setVersions = (tx: Tx, versions: readonly Version[]) =>
  sql`update units u
      set valid_to = v.valid_to, successor = v.successor, name = v.name, short_name = v.short_name,
          lon = v.lon, lat = v.lat, area_km2 = v.area_km2, approximate = v.approximate
      from json_to_recordset(${toJson(versions)}::json) as v (${columns})
      where u.code = v.code and u.valid_from = v.valid_from`.execute(tx);

export const setAreas = (tx: Tx, versions: readonly Version[]) =>
  sql`insert into unit_boundaries (code, valid_from, boundary)
      select code, valid_from, boundary
      from json_to_recordset(${JSON.stringify(
        versions
          .filter(({ area }) => area !== null)
          .map(({ code, validFrom, area }) => ({ code, valid_from: validFrom, boundary: area })),
      )}::json) as v (code text, valid_from date, boundary json)
      on conflict (code, valid_from) do update set boundary = excluded.boundary`.execute(tx);
