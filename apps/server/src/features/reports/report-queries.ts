import type { Key } from "@gezhi/contract/ids.ts";
import { sql, type Insertable } from "kysely";
import type { IdempotencyKeys, Reports } from "../../platform/database/generated.ts";
import { rowsInto } from "../../platform/database/rows.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Box } from "../correlation/geometry-rules.ts";
import type { Appointed } from "../organisation/handler-rules.ts";
import { appointedAt } from "../organisation/organisation-queries.ts";

/** What a repeated report is answered from; the token is made again, never kept. */
export type KeptAnswer = {
  report: Key;
  number: string;
  incident: Key;
  incidentNumber: string;
  joined: boolean;
  unit: string;
  promisedAt: string | null;
  receivedAt: string;
};

export type CandidateRow = {
  district: string;
  id: string;
  number: string;
  category: string;
  urgency: string;
  description: string;
  lon: number | null;
  lat: number | null;
  unit: string;
  address: string;
  openedAt: string;
  lastReportAt: string;
  sensor: boolean;
};

export type IntakeFacts = {
  repeated: { contentHash: string; answer: KeptAnswer } | null;
  /** A report with the same number of the same foreign system. */
  foreign: (Key & { number: string; incident: string }) | null;
  incidentNumber: number;
  reportNumber: number;
  /** Everybody the report may go to. */
  appointed: Appointed[];
  candidates: CandidateRow[];
};

export type IntakeQuestion = {
  clientId: string;
  foreign: { system: string; number: string } | null;
  /** Every district: neither a client id nor a foreign number says where it was first used. */
  allDistricts: readonly string[];
  /** Where candidates may lie. */
  districts: readonly string[];
  categories: readonly string[];
  box: Box | null;
  unit: string;
  address: string;
  reportedAfter: Date;
  /** Where those are appointed whom the report may concern. */
  places: readonly string[];
  posts: readonly string[];
  departments: readonly string[];
  today: string;
};

const mostCandidates = 50;
const nowhere: Box = { west: 1, east: 0, south: 1, north: 0 };

/**
 * Everything intake decides from, in one statement; a candidate can come twice, by its place and by its address; the caller holds the locks that make it stay true. */
export async function findIntakeFacts(tx: Tx, ask: IntakeQuestion): Promise<IntakeFacts> {
  const box = ask.box ?? nowhere;
  const columns = sql.raw(
    "i.district, i.id, i.number, i.category, i.urgency, i.description, i.lon, i.lat, i.unit, i.address, i.opened_at, coalesce(i.last_report_at, i.opened_at) as last_report_at, i.by_sensor",
  );
  const { rows } = await sql<IntakeFacts>`/* intake_facts */
    with near as (
      select ${columns} from incidents i
      where i.open and i.district = any(${ask.districts}::text[]) and i.category = any(${ask.categories}::text[])
        and i.lon between ${box.west}::float8 and ${box.east}::float8 and i.lat between ${box.south}::float8 and ${box.north}::float8
        and coalesce(i.last_report_at, i.opened_at) > ${ask.reportedAfter}::timestamptz
      union all
      select ${columns} from incidents i
      where i.open and ${ask.address}::text <> '' and i.district = any(${ask.districts}::text[]) and i.unit = ${ask.unit}::text
        and i.address = ${ask.address}::text and i.address <> '' and i.category = any(${ask.categories}::text[])
        and coalesce(i.last_report_at, i.opened_at) > ${ask.reportedAfter}::timestamptz
    ), candidate as (select * from near order by last_report_at desc limit ${mostCandidates})
    select
      (select json_build_object('contentHash', content_hash, 'answer', answer) from idempotency_keys
        where district = any(${ask.allDistricts}::text[]) and key = ${ask.clientId}::uuid limit 1) as repeated,
      (select json_build_object('district', district, 'id', id, 'number', number, 'incident', incident) from reports
        where district = any(${ask.allDistricts}::text[]) and foreign_system = ${ask.foreign?.system ?? null}::text
          and foreign_number = ${ask.foreign?.number ?? null}::text and foreign_number is not null limit 1) as "foreign",
      nextval('incident_numbers') as "incidentNumber",
      nextval('report_numbers') as "reportNumber",
      coalesce((select json_agg(a) from (${appointedAt({ ...ask, units: ask.places })}) a), '[]') as appointed,
      coalesce((select json_agg(json_build_object('district', district, 'id', id, 'number', number, 'category', category, 'urgency', urgency,
        'description', description, 'lon', lon, 'lat', lat, 'unit', unit, 'address', address, 'openedAt', opened_at,
        'lastReportAt', last_report_at, 'sensor', by_sensor)) from candidate), '[]') as candidates`.execute(
    tx,
  );
  const [facts] = rows;
  if (!facts) throw new Error("The intake statement answers one row.");
  return facts;
}

const reportColumns = [
  "district",
  "id",
  "number",
  "incident",
  "client_id",
  "source",
  "foreign_system",
  "foreign_number",
  "reporter_account",
  "reporter_unit",
  "reporter_name_enc",
  "reporter_phone_enc",
  "reporter_phone_hash",
  "phone_verified",
  "text",
  "chosen_category",
  "suggested",
  "lon",
  "lat",
  "position_source",
  "position_accuracy_m",
  "address",
  "receipt_hash",
  "link_score",
  "link_reasons",
  "original_incident",
  "seen_at",
  "created_at",
  "simulated",
] as const;

export type NewReport = { [K in (typeof reportColumns)[number]]: unknown } & Pick<
  Insertable<Reports>,
  "district" | "id" | "number"
>;

export const insertReports = (rows: readonly NewReport[]) =>
  rowsInto("reports", reportColumns, rows);

export const insertIdempotencyKeys = (
  rows: readonly (Pick<Insertable<IdempotencyKeys>, "district" | "key" | "content_hash"> & {
    answer: KeptAnswer;
  })[],
) =>
  rowsInto(
    "idempotency_keys",
    ["district", "key", "content_hash", "answer"],
    rows.map((row) => row),
  );
