import { incidentId, type Key } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";
import { chainEntries, type NewEntry } from "../timeline/timeline-commands.ts";
import type { IncidentRow } from "./incident-tables.ts";
import { besides } from "./party-rules.ts";

/** The row that a further report joins, locked. */
export type Joined = Pick<
  IncidentRow,
  | "district"
  | "id"
  | "number"
  | "category"
  | "status"
  | "open"
  | "unit"
  | "town"
  | "urgency"
  | "report_count"
  | "by_sensor"
  | "timeline_seq"
  | "timeline_hash"
  | "party_units"
  | "informed_units"
  | "merged_into"
  | "thumbnail"
> & { promised_at: Date | null };

const mostMerges = 10;

/** Locks the incident, or the one it was merged into in the end. */
export async function lockForReport(
  tx: Tx,
  { district, id }: Key,
  depth = 0,
): Promise<Joined | undefined> {
  const { rows } = await sql<Joined>`/* intake_lock */
    select i.district, i.id, i.number, i.category, i.status, i.open, i.unit, i.town, i.urgency, i.report_count, i.by_sensor,
      i.timeline_seq, i.timeline_hash, i.party_units, i.informed_units, i.merged_into, i.thumbnail,
      (select c.due_at from clocks c where c.district = i.district and c.incident = i.id and c.stage = 'overall'
        order by c.started_at desc limit 1) as promised_at
    from incidents i where i.district = ${district} and i.id = ${id}::uuid for update of i`.execute(
    tx,
  );
  const [found] = rows;
  if (!found?.merged_into || depth === mostMerges) return found;
  return lockForReport(tx, { district, id: found.merged_into }, depth + 1);
}

/** The incident after a report joined it; `entries` continue its timeline. */
export function joinIncident(
  joined: Joined,
  {
    at,
    informed,
    thumbnail,
    sensor,
    entries,
  }: {
    at: number;
    /** Units it concerns besides its own: they follow it. */
    informed: readonly string[];
    thumbnail: string | null;
    sensor: boolean;
    entries: readonly NewEntry[];
  },
) {
  const { district, id } = joined;
  const head = { seq: joined.timeline_seq, hash: joined.timeline_hash };
  const chained = chainEntries(incidentId({ district, id }), head, new Date(at), entries);
  return {
    set: {
      district,
      id,
      report_count: joined.report_count + 1,
      updated_at: new Date(at),
      last_report_at: new Date(at),
      by_sensor: joined.by_sensor || sensor,
      informed_units: besides([joined.unit], [...joined.informed_units, ...informed]),
      thumbnail: joined.thumbnail ?? thumbnail,
      timeline_seq: chained.head.seq,
      timeline_hash: chained.head.hash,
    },
    timeline: chained.rows,
  };
}

export type JoinedIncident = ReturnType<typeof joinIncident>;

/** For a statement that writes more than the incident; the caller holds its lock. */
export const updateJoined = ({ set }: JoinedIncident) => sql`
  update incidents set report_count = ${set.report_count}, updated_at = ${set.updated_at}, last_report_at = ${set.last_report_at}, by_sensor = ${set.by_sensor},
    informed_units = ${set.informed_units}, thumbnail = ${set.thumbnail}, timeline_seq = ${set.timeline_seq}, timeline_hash = ${set.timeline_hash}
  where district = ${set.district} and id = ${set.id}`;
