import { sql } from "kysely";
import { keyOf } from "@gezhi/contract/ids.ts";
import {
  verifyChain,
  type Detail,
} from "../../../apps/server/src/features/timeline/timeline-rules.ts";
import type { Db } from "../../../apps/server/src/platform/database/connect.ts";
import type { Sent } from "./reports.ts";

const rowsOf = async <T>(owner: Db, query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  (await query.execute(owner)).rows;

/** Every acknowledged report is there once, in the incident its receipt names or that it was merged into. */
export async function lostReports(owner: Db, acknowledged: readonly Sent[]): Promise<string[]> {
  const rows = await rowsOf(
    owner,
    sql<{
      client_id: string;
      number: string;
      id: string;
      incident: string;
      original: string;
      district: string;
    }>`
    select client_id, number, district, id, incident, original_incident as original from reports`,
  );
  const byClient = Map.groupBy(rows, (row) => row.client_id);
  const wrong: string[] = [];
  for (const { clientId, receipt, tries } of acknowledged) {
    const kept = byClient.get(clientId) ?? [];
    const [one] = kept;
    if (kept.length !== 1 || !one)
      wrong.push(
        `report ${clientId} (${receipt.number}, ${tries} tries) exists ${kept.length} times`,
      );
    else if (one.number !== receipt.number || `${one.district}-${one.id}` !== receipt.report)
      wrong.push(`${clientId} was acknowledged as ${receipt.number} and kept as ${one.number}`);
    else if (
      keyOf(receipt.incident.id).id !== one.incident &&
      keyOf(receipt.incident.id).id !== one.original
    )
      wrong.push(`${receipt.number} was acknowledged into another incident`);
  }
  const known = new Set(acknowledged.map(({ clientId }) => clientId));
  for (const { client_id, number } of rows)
    if (!known.has(client_id))
      wrong.push(`${number} was kept but never acknowledged although its sender went on asking`);
  return wrong;
}

/** Rows that contradict each other: what a half-done transaction would leave. */
export async function contradictions(owner: Db): Promise<string[]> {
  const checks: [string, ReturnType<typeof sql<{ which: string }>>][] = [
    [
      "counts other reports than it has",
      sql`select i.number as which from incidents i where report_count <> (select count(*) from reports r where r.district = i.district and r.incident = i.id)`,
    ],
    [
      "has a report without an incident",
      sql`select r.number as which from reports r where not exists (select from incidents i where i.district = r.district and i.id = r.incident)`,
    ],
    [
      "has no answer to repeat",
      sql`select r.number as which from reports r where not exists (select from idempotency_keys k where k.key = r.client_id)`,
    ],
    [
      "is dispatched to nobody",
      sql`select i.number as which from incidents i where status = 'dispatched' and not exists (select from work_orders w where w.district = i.district and w.incident = i.id and w.active)`,
    ],
    [
      "was given to a post without asking it to accept",
      sql`select i.number || ' ' || w.handler as which from work_orders w join incidents i on i.district = w.district and i.id = w.incident where w.status = 'dispatched' and i.urgency in ('red', 'orange') and not exists (select from acceptance_chains c where c.district = w.district and c.work_order = w.id)`,
    ],
    [
      "is open without a clock that runs",
      sql`select i.number || ' ' || i.status as which from incidents i where open and status <> 'suspended' and not exists (select from clocks c where c.district = i.district and c.incident = i.id and c.running_since is not null and c.due_at is not null)`,
    ],
    [
      "has a clock that runs and will never ring",
      sql`select i.number || ' ' || c.stage as which from clocks c join incidents i on i.district = c.district and i.id = c.incident where c.running_since is not null and c.next_rung_at is null and not exists (select from clock_rungs r where r.district = c.district and r.clock = c.id)`,
    ],
    [
      "is urgent and alarmed nobody",
      sql`select i.number || ' ' || i.urgency as which from incidents i where urgency in ('red', 'orange') and not exists (select from notices n where n.district = i.district and n.incident = i.id)`,
    ],
    [
      "was to be verified and nobody was told",
      sql`select i.number as which from incidents i where status = 'verifying' and not exists (select from notices n where n.district = i.district and n.incident = i.id)`,
    ],
    [
      "told somebody twice",
      sql`select title || ' ' || cause as which from notices group by district, account, cause, title having count(*) > 1`,
    ],
    [
      "was handed to a channel twice",
      sql`select text_enc as which from deliveries where notice is not null group by notice, channel, address, text_enc having count(*) > 1`,
    ],
    [
      "was opened and no screen was told",
      sql`select i.number as which from incidents i where not exists (select from live_log l where l.subject = i.district || '-' || i.id and l.act = 'report')`,
    ],
  ];
  const found: string[] = [];
  for (const [what, query] of checks)
    for (const { which } of await rowsOf(owner, query)) found.push(`${which} ${what}`);
  return found;
}

type Entry = {
  district: string;
  incident: string;
  seq: number;
  at: Date;
  act: string;
  actor: string;
  detail: Detail;
  previous_hash: string;
  hash: string;
};
const chained = ({ district, incident, at, previous_hash, ...entry }: Entry) => ({
  ...entry,
  incident: `${district}-${incident}`,
  at: at.toISOString(),
  previousHash: previous_hash,
});

/** Incidents whose chain does not verify, or does not end where the incident's row says. */
export const brokenChains = (owner: Db): Promise<string[]> =>
  // Jobs go on adding to timelines: rows and entries must be of one instant.
  owner.transaction().setIsolationLevel("repeatable read").execute(brokenAt);

async function brokenAt(snapshot: Db): Promise<string[]> {
  const heads = await rowsOf(
    snapshot,
    sql<{
      district: string;
      id: string;
      number: string;
      timeline_seq: number;
      timeline_hash: string;
    }>`
    select district, id, number, timeline_seq, timeline_hash from incidents`,
  );
  const entries = await rowsOf(
    snapshot,
    sql<Entry>`select * from timeline order by district, incident, seq`,
  );
  const chains = Map.groupBy(entries, ({ district, incident }) => `${district}-${incident}`);
  return heads.flatMap(({ district, id, number, timeline_seq, timeline_hash }) => {
    const chain = chains.get(`${district}-${id}`) ?? [];
    const verdict = verifyChain(chain.map(chained));
    if (!verdict.intact) return [`${number} breaks at entry ${verdict.seq}: ${verdict.why}`];
    const last = chain.at(-1);
    return last?.seq === timeline_seq && last.hash === timeline_hash
      ? []
      : [`${number} ends at ${last?.seq ?? 0}, its row says ${timeline_seq}`];
  });
}

export const countWaiting = async (owner: Db, what: "deliveries" | "rungs"): Promise<number> => {
  const [row] = await rowsOf(
    owner,
    what === "rungs"
      ? sql<{
          n: number;
        }>`select count(*)::int as n from clocks where next_rung_at < now() - interval '3 seconds'`
      : sql<{ n: number }>`select count(*)::int as n from deliveries where status = 'queued'`,
  );
  return row!.n;
};
