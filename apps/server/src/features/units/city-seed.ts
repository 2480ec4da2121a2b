import type { Unit } from "@gezhi/reference/city-model.ts";
import { Client } from "pg";

/** From when the initial divisions hold; what is opened later always finds them. */
const foundedOn = "2020-01-01";

export type SeedProgress = (units: number) => void;

/** The city's own row is written last: it says that everything below it is there. */
export async function citySeeded(ownerUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from units where level = 'city' limit 1");
    return rowCount === 1;
  } finally {
    await client.end();
  }
}

/**
 * Writes units and boundaries, a district with all below it in one transaction: killed half way, the next run goes on
 * where this one stopped; run again, it changes nothing. While the database writes one batch, the next is being made.
 */
export async function seedCityBatches(
  ownerUrl: string,
  batches: Iterable<{ units: readonly Unit[] }> | AsyncIterable<{ units: readonly Unit[] }>,
  onProgress: SeedProgress = () => undefined,
): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ code: string }>(
      "select code from units where level in ('city', 'district')",
    );
    const known = new Set(rows.map(({ code }) => code));
    const cities: Unit[] = [];
    let written = 0;
    let writing: Promise<void> = Promise.resolve();
    for await (const { units } of batches) {
      const below = units.filter((unit) => unit.level !== "city");
      cities.push(...units.filter((unit) => unit.level === "city"));
      const district = below[0]?.code.slice(0, 6);
      await writing;
      if (district && !known.has(district)) writing = writeUnits(client, below);
      // A rejection is met at the next await above or below; until then it must not end the process.
      writing.catch(() => undefined);
      await flushed();
      written += units.length;
      onProgress(written);
    }
    await writing;
    await writeUnits(
      client,
      cities.filter(({ code }) => !known.has(code)),
    );
    await client.query("analyze units, unit_boundaries");
  } finally {
    await client.end();
  }
}

/** Lets the statement leave the process before the next batch is computed. */
const flushed = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

async function writeUnits(client: Client, units: readonly Unit[]): Promise<void> {
  if (units.length === 0) return;
  const column = <T>(of: (unit: Unit) => T) => units.map(of);
  await client.query("begin");
  try {
    await client.query(
      `insert into units (code, valid_from, level, name, short_name, parent, lon, lat, area_km2, approximate)
       select code, $1::date, level, name, short_name, parent, lon, lat, area_km2, approximate
       from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::float8[], $8::float8[], $9::float8[], $10::bool[])
         as u (code, level, name, short_name, parent, lon, lat, area_km2, approximate)
       on conflict do nothing`,
      [
        foundedOn,
        column(({ code }) => code),
        column(({ level }) => level),
        column(({ name }) => name),
        column(({ shortName }) => shortName),
        column(({ parent }) => parent),
        column(({ lon }) => lon),
        column(({ lat }) => lat),
        column(({ areaKm2 }) => areaKm2),
        column(({ approximate }) => approximate),
      ],
    );
    await client.query(
      `insert into unit_boundaries (code, valid_from, boundary)
       select b.item ->> 0, $1::date, b.item -> 1 from json_array_elements($2::json) as b (item)
       on conflict do nothing`,
      [foundedOn, JSON.stringify(units.map(({ code, boundary }) => [code, boundary]))],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}
