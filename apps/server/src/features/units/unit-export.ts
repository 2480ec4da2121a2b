import type { Db } from "../../platform/database/connect.ts";
import { type AreaRow, findAreasOn, listUnitsWithin } from "./unit-queries.ts";

const page = 2000;
const heading =
  "code,level,name,short_name,parent,lon,lat,area_km2,approximate,valid_from,valid_to,successor";

/** A unit and all below it as it stood on a date, page by page; what was changed in it can be imported again. */
export async function* exportCsv(db: Db, within: string, date: string): AsyncGenerator<string> {
  // The mark tells spreadsheets that this is UTF-8.
  yield `\uFEFF${heading}\r\n`;
  for (let after = ""; ;) {
    const rows = await listUnitsWithin(db, { date, within, after, limit: page });
    yield rows
      .map((row) =>
        [
          row.code,
          row.level,
          row.name,
          row.short_name,
          row.parent,
          row.lon,
          row.lat,
          row.area_km2,
          row.approximate,
          row.valid_from,
          row.valid_to,
          row.successor,
        ]
          .map(cell)
          .join(","),
      )
      .map((line) => `${line}\r\n`)
      .join("");
    if (rows.length < page) return;
    after = rows.at(-1)!.code;
  }
}

const cell = (value: string | number | boolean | null): string => {
  const text = value === null ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** One feature a line, so that a problem in it has a line of its own. */
export async function* exportGeoJson(db: Db, within: string, date: string): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[\n';
  let first = true;
  for (let after = ""; ;) {
    const rows = await findAreasOn(db, { within, after, limit: page }, date);
    yield rows
      .map((row) => {
        const comma = first ? "" : ",\n";
        first = false;
        return comma + featureText(row);
      })
      .join("");
    if (rows.length < page) break;
    after = rows.at(-1)!.code;
  }
  yield "\n]}\n";
}

export function featureText(row: AreaRow): string {
  const properties = {
    code: row.code,
    level: row.level,
    name: row.name,
    shortName: row.short_name,
    approximate: row.approximate,
    areaKm2: row.area_km2,
    lon: row.lon,
    lat: row.lat,
    validFrom: row.valid_from,
    validTo: row.valid_to,
  };
  return `{"type":"Feature","id":"${row.code}","properties":${JSON.stringify(properties)},"geometry":${row.boundary}}`;
}
