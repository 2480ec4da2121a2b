import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { RuleState, SignalKind } from "./rule-tables.ts";

/** Where a rule stands with a device now; `state` null: at rest again. `version` is the one before, 0: no row. */
export type MovedState = {
  district: string;
  device: number;
  rule: string;
  state: RuleState | null;
  version: number;
};

/** What a rule decided; the id is made by whoever judged, in order. */
export type NewSignal = {
  district: string;
  id: string;
  device: number;
  rule: string;
  kind: SignalKind;
  level: string | null;
  value: number;
  threshold: number | null;
  at: string;
};

/** The part of a connection these statements need: they run inside the transaction of the readings. */
export type Connection = {
  query: (statement: { name: string; text: string; values: unknown[] }) => Promise<{
    rows: Record<string, unknown>[];
  }>;
};

// A row that is at rest stays for a while as JSON null, so that other processes see that it is.
const keepText = `
with moved as (
  insert into rule_states as s (district, device, rule, state, version, updated_at)
  select district, device, rule, coalesce(state, 'null'::jsonb), version + 1, clock_timestamp()
  from jsonb_to_recordset($1::jsonb) as r (district text, device bigint, rule text, state jsonb, version integer)
  order by district, device, rule
  on conflict (district, device, rule) do update set state = excluded.state, version = excluded.version, updated_at = excluded.updated_at
    where s.version = excluded.version - 1
  returning 1
), signalled as (
  insert into alarm_signals (district, id, device, rule, kind, level, value, threshold, at, decided_at)
  select district, id, device, rule, kind, level, value, threshold, at, clock_timestamp()
  from jsonb_to_recordset($2::jsonb) as r (district text, id uuid, device bigint, rule text, kind text, level text,
    value double precision, threshold double precision, at timestamptz)
)
select count(*)::int as moved from moved`;

/**
 * Keeps moved rule states and what they decided, in the caller's transaction. False: another process moved one of them
 * meanwhile; the caller must roll back, read the states anew and judge again.
 */
export async function keepJudgement(
  connection: Connection,
  moved: readonly MovedState[],
  signals: readonly NewSignal[],
): Promise<boolean> {
  const { rows } = await connection.query({
    name: "keep-judgement",
    text: keepText,
    values: [JSON.stringify(moved), JSON.stringify(signals)],
  });
  return rows[0]!["moved"] === moved.length;
}

/** Rows that have been at rest for an hour have told everybody. */
export const forgetRestingStates = (db: Db) =>
  sql`delete from rule_states where state = 'null'::jsonb and updated_at < now() - interval '1 hour'`.execute(
    db,
  );
