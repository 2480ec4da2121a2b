import type { Key } from "@gezhi/contract/ids.ts";
import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { sql, type Insertable } from "kysely";
import type { IdempotencyKeys, Reports } from "../../platform/database/generated.ts";
import { rowsInto } from "../../platform/database/rows.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Box } from "../correlation/geometry-rules.ts";
import type { ShiftOf } from "../duty/duty-rules.ts";
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
  status: IncidentStatus;
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
  /** Every district: a foreign number does not say where it was first used. */
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
  /** Whose roster says who is on duty. */
  shift: ShiftOf;
};

const mostCandidates = 50;
const nowhere: Box = { west: 1, east: 0, south: 1, north: 0 };

/**
 * Everything intake decides from, for each of these questions in their order, in one statement whose text never changes.
 * A candidate can come twice, by its place and by its address. The caller holds the locks that make it stay true.
 */
export async function findIntakeFacts(
  tx: Tx,
  questions: readonly IntakeQuestion[],
): Promise<IntakeFacts[]> {
  const asked = questions.map(({ box, foreign, shift, ...question }, n) => ({
    n,
    ...question,
    ...(box ?? nowhere),
    shiftDay: shift.day,
    shift: shift.shift,
    foreignSystem: foreign?.system,
    foreignNumber: foreign?.number,
  }));
  const { rows } = await sql<IntakeFacts>`/* intake_facts */
    select
      (select json_build_object('contentHash', content_hash, 'answer', answer) from idempotency_keys
        where key = q."clientId" limit 1) as repeated,
      (select json_build_object('district', district, 'id', id, 'number', number, 'incident', incident) from reports
        where district = any(q."allDistricts") and foreign_system = q."foreignSystem" and foreign_number = q."foreignNumber"
          and foreign_number is not null limit 1) as "foreign",
      nextval('incident_numbers') as "incidentNumber",
      nextval('report_numbers') as "reportNumber",
      coalesce((select json_agg(a) from (${appointed}) a), '[]') as appointed,
      coalesce((select json_agg(json_build_object('district', district, 'id', id, 'number', number, 'category', category, 'urgency', urgency,
        'description', description, 'lon', lon, 'lat', lat, 'unit', unit, 'address', address, 'openedAt', opened_at,
        'lastReportAt', last_report_at, 'sensor', by_sensor, 'status', status)) from (
          select * from (
            select ${candidateColumns} from incidents i
            where i.open and i.district = any(q.districts) and i.category = any(q.categories)
              and i.lon between q.west and q.east and i.lat between q.south and q.north
              and coalesce(i.last_report_at, i.opened_at) > q."reportedAfter"
            union all
            select ${candidateColumns} from incidents i
            where i.open and q.address <> '' and i.district = any(q.districts) and i.unit = q.unit and i.address = q.address
              and i.address <> '' and i.category = any(q.categories) and coalesce(i.last_report_at, i.opened_at) > q."reportedAfter"
          ) near order by last_report_at desc limit ${mostCandidates}
        ) candidate), '[]') as candidates
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as q(n int, "clientId" uuid, "foreignSystem" text, "foreignNumber" text,
      "allDistricts" text[], districts text[], categories text[], west float8, east float8, south float8, north float8, unit text,
      address text, "reportedAfter" timestamptz, places text[], posts text[], departments text[], today date,
      "shiftDay" date, shift text)
    order by q.n`.execute(tx);
  if (rows.length !== questions.length)
    throw new Error("The intake statement answers a row for each question.");
  return rows;
}

const appointed = appointedAt({
  units: sql`q.places`,
  posts: sql`q.posts`,
  departments: sql`q.departments`,
  today: sql`q.today`,
  shiftDay: sql`q."shiftDay"`,
  shift: sql`q.shift`,
});

const candidateColumns = sql.raw(
  "i.district, i.id, i.number, i.category, i.urgency, i.description, i.lon, i.lat, i.unit, i.address, i.opened_at, coalesce(i.last_report_at, i.opened_at) as last_report_at, i.by_sensor, i.status",
);

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
