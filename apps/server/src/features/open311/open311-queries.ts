import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";

export type RequestRow = {
  district: string;
  id: string;
  number: string;
  status: IncidentStatus;
  category: string;
  opened_at: Date;
  updated_at: Date;
  promised_at: Date | null;
  unit: string;
  lon: number | null;
  lat: number | null;
  merged_into: string | null;
  text: string | null;
};

const columns = sql.raw(`
  i.district, i.id, i.number, i.status, i.category, i.opened_at, i.updated_at, i.unit, i.lon, i.lat, i.merged_into,
  (select c.due_at from clocks c where c.district = i.district and c.incident = i.id and c.stage = 'overall' order by c.started_at desc limit 1) as promised_at,
  (select r.text from reports r where r.district = i.district and r.original_incident = i.id and r.source = 'open311' and r.incident = i.id limit 1) as text`);

type Filter = {
  districts: readonly string[];
  categories: readonly string[];
  from: Date;
  to: Date;
  open: boolean | null;
  limit: number;
};

/** Newest first; each district's newest by its own index. */
export async function listRequests(
  tx: Tx,
  { districts, categories, from, to, open, limit }: Filter,
): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select found.* from unnest(${[...districts]}::text[]) as d (code), lateral (
      select ${columns} from incidents i
      where i.district = d.code and i.opened_at between ${from} and ${to} and i.category = any(${[...categories]}::text[])
        and i.status <> 'merged' and (${open}::boolean is null or i.open = ${open}::boolean)
      order by i.opened_at desc, i.id limit ${limit}
    ) found
    order by found.opened_at desc, found.id limit ${limit}`.execute(tx);
  return rows;
}

export async function findRequests(
  tx: Tx,
  numbers: readonly { district: string; number: string }[],
): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select ${columns} from unnest(${numbers.map(({ district }) => district)}::text[], ${numbers.map(({ number }) => number)}::text[]) as asked (district, number)
    join incidents i on i.district = asked.district and i.number = asked.number`.execute(tx);
  return rows;
}

export async function findRequest(
  tx: Tx,
  district: string,
  id: string,
): Promise<RequestRow | undefined> {
  const { rows } =
    await sql<RequestRow>`select ${columns} from incidents i where i.district = ${district} and i.id = ${id}::uuid`.execute(
      tx,
    );
  return rows[0];
}

/** The incident number that stands behind a receipt's number. */
export const findRequestOfReceipt = (tx: Tx, district: string, number: string) =>
  tx
    .selectFrom("reports as r")
    .innerJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "r.district").onRef("i.id", "=", "r.incident"),
    )
    .select(["i.number", "i.category"])
    .where("r.district", "=", district)
    .where("r.number", "=", number)
    .executeTakeFirst();
