import { sql } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Tx } from "../../platform/database/scope.ts";

/** Reports of one incident go to another, which keeps why; says which they were. */
export async function moveReports(
  tx: Tx,
  { district, from, to, reason }: { district: string; from: string; to: string; reason: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update reports set incident = ${to}, link_reasons = link_reasons || to_jsonb(${reason}::text)
    where district = ${district} and incident = ${from} returning id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Reports go back to the incidents they came with, wherever they were merged to since; says which they were. */
export async function returnReports(
  tx: Tx,
  {
    district,
    originals,
    to,
    reason,
  }: { district: string; originals: readonly string[]; to: string; reason: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update reports set incident = ${to}, link_reasons = link_reasons || to_jsonb(${reason}::text)
    where district = ${district} and original_incident = any(${[...originals]}::uuid[]) and incident <> ${to} returning id`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

/** The incident that holds a report now. */
export const findReportIncident = (tx: Tx, { district, id }: Key): Promise<Key | undefined> =>
  tx
    .selectFrom("reports")
    .select(["district", "incident as id"])
    .where("district", "=", district)
    .where("id", "=", id)
    .executeTakeFirst();
