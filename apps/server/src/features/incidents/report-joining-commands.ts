import { incidentId, type Key } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";
import { recordsOf } from "../../platform/database/rows.ts";
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

/** Locks the incidents, and what they were merged into; whoever joins asks `held` for the one it comes to in the end. */
export async function lockForReports(
  tx: Tx,
  keys: readonly Key[],
): Promise<{ held: (key: Key) => Joined | undefined; put: (joined: Joined) => void }> {
  const rows = new Map<string, Joined>();
  let wanted = keys;
  for (let depth = 0; wanted.length > 0 && depth <= mostMerges; depth += 1) {
    for (const row of await lockRows(tx, wanted)) rows.set(row.id, row);
    wanted = [...rows.values()].flatMap(({ district, merged_into }) =>
      merged_into && !rows.has(merged_into) ? { district, id: merged_into } : [],
    );
  }
  const held = ({ id }: Key): Joined | undefined => {
    let row = rows.get(id);
    for (let depth = 0; row?.merged_into && depth < mostMerges; depth += 1)
      row = rows.get(row.merged_into) ?? row;
    return row;
  };
  return { held, put: (joined) => rows.set(joined.id, joined) };
}

async function lockRows(tx: Tx, keys: readonly Key[]): Promise<Joined[]> {
  const { rows } = await sql<Joined>`/* intake_lock */
    select i.district, i.id, i.number, i.category, i.status, i.open, i.unit, i.town, i.urgency, i.report_count, i.by_sensor,
      i.timeline_seq, i.timeline_hash, i.party_units, i.informed_units, i.merged_into, i.thumbnail,
      (select c.due_at from clocks c where c.district = i.district and c.incident = i.id and c.stage = 'overall'
        order by c.started_at desc limit 1) as promised_at
    from incidents i where (i.district, i.id) in (
      select * from unnest(${keys.map(({ district }) => district)}::text[], ${keys.map(({ id }) => id)}::uuid[]))
    order by i.id for update of i`.execute(tx);
  return rows;
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

const joinedColumns = [
  "district",
  "id",
  "report_count",
  "updated_at",
  "last_report_at",
  "by_sensor",
  "informed_units",
  "thumbnail",
  "timeline_seq",
  "timeline_hash",
] as const;

/** For a statement that writes more than the incidents; the caller holds their locks. */
export const updateJoined = (joined: readonly JoinedIncident["set"][]) => sql`
  update incidents i set report_count = r.report_count, updated_at = r.updated_at, last_report_at = r.last_report_at, by_sensor = r.by_sensor, informed_units = r.informed_units, thumbnail = r.thumbnail,
    timeline_seq = r.timeline_seq, timeline_hash = r.timeline_hash
  from ${recordsOf("incidents", joinedColumns, joined)}
  where i.district = r.district and i.id = r.id`;
