import type { Key } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import { findByKeys } from "./incident-list-queries.ts";
import type { IncidentRow } from "./incident-tables.ts";

/** The incident of this number, or those with a report of this number or of this number in another system. */
export async function findByNumber(
  db: Db,
  number: string,
  districts: readonly string[],
): Promise<IncidentRow[]> {
  const at = sql`district = any(${[...districts]})`;
  const { rows } = await sql<Key>`
    select district, id from incidents where ${at} and number = ${number}
    union select district, incident from reports where ${at} and number = ${number}
    union select district, incident from reports where ${at} and foreign_number = ${number} limit 50`.execute(
    db,
  );
  return findByKeys(db, rows);
}

/** Those of exactly these numbers, the newest first. */
export async function findByNumbers(
  db: Db,
  numbers: readonly string[],
  districts: readonly string[],
): Promise<IncidentRow[]> {
  if (numbers.length === 0) return [];
  const { rows } = await sql<Key>`
    select district, id from incidents where district = any(${[...districts]}) and number = any(${[...numbers]})`.execute(
    db,
  );
  const found = await findByKeys(db, rows);
  return found.toSorted((a, b) => b.opened_at.getTime() - a.opened_at.getTime());
}
