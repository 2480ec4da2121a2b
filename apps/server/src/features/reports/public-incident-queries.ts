import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";
import type { Box } from "../correlation/geometry-rules.ts";

export type NearbyRow = {
  district: string;
  id: string;
  category: string;
  status: IncidentStatus;
  lon: number;
  lat: number;
  opened_at: Date;
  report_count: number;
  thumbnail: string | null;
  unit: string;
  party_units: string[];
};

const most = 200;

/** Open incidents of these categories within a box, newest first. */
export async function findNearby(
  tx: Tx,
  districts: readonly string[],
  categories: readonly string[],
  box: Box,
): Promise<NearbyRow[]> {
  const { rows } = await sql<NearbyRow>`
    select district, id, category, status, lon, lat, opened_at, report_count, thumbnail, unit, party_units from incidents
    where open and district = any(${[...districts]}::text[]) and category = any(${[...categories]}::text[])
      and lon between ${box.west}::float8 and ${box.east}::float8 and lat between ${box.south}::float8 and ${box.north}::float8
    order by opened_at desc limit ${most}`.execute(tx);
  return rows;
}

export type OwnReportRow = {
  district: string;
  id: string;
  number: string;
  source: string;
  text: string;
  created_at: Date;
  incident: string;
  incident_number: string;
  title: string;
  status: IncidentStatus;
  unit: string;
};

/** An account's own reports, newest first, after the given place. */
export async function listOwnReports(
  tx: Tx,
  account: string,
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<OwnReportRow[]> {
  return tx
    .selectFrom("reports as r")
    .innerJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "r.district").onRef("i.id", "=", "r.incident"),
    )
    .select(["r.district", "r.id", "r.number", "r.source", "r.text", "r.created_at", "r.incident"])
    .select(["i.number as incident_number", "i.title", "i.unit"])
    .select((row) => row.ref("i.status").$castTo<IncidentStatus>().as("status"))
    .where("r.reporter_account", "=", account)
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(r.created_at, r.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid)`,
      ),
    )
    .orderBy("r.created_at", "desc")
    .orderBy("r.id", "desc")
    .limit(limit)
    .execute();
}
