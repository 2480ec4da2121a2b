import { finished } from "node:stream/promises";
import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Row } from "./known-device.ts";
import { encodeReadings, instantText, readingColumns } from "./reading-copy-rules.ts";

const text = `copy readings (${readingColumns}) from stdin (format binary)`;

export async function copyReadings(client: Client, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const stream = client.query(copyFrom(text));
  stream.end(encodeReadings(rows));
  await finished(stream);
}

const asideText = `
with given as (
  select * from jsonb_to_recordset($1::jsonb) as r (n integer, district text, device bigint, at timestamptz, received_at timestamptz, "values" real[])
), kept as (
  insert into readings (${readingColumns}) select ${readingColumns} from given order by n on conflict do nothing returning district, device, at
)
select min(n)::int as n from given join kept using (district, device, at) group by district, device, at`;

/** Those that are not there yet, one by one; the places of the rows that were new. */
export async function insertReadings(
  client: Client,
  numbered: readonly { row: Row; n: number }[],
): Promise<Set<number>> {
  const given = numbered.map(({ row, n }) => ({
    n,
    district: row.device.district,
    device: row.device.number,
    at: instantText(row),
    received_at: new Date(row.receivedAt).toISOString(),
    values: row.values.map((value) => (value === value ? value : null)),
  }));
  const { rows } = await client.query<{ n: number }>({
    name: "aside",
    text: asideText,
    values: [JSON.stringify(given)],
  });
  return new Set(rows.map(({ n }) => n));
}
