import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { RuleState } from "./rule-tables.ts";

export type KeptState = {
  device: number;
  rule: string;
  state: RuleState | null;
  version: number;
  updated_at: Date;
};

const columns = sql.raw("device, rule, nullif(state, 'null'::jsonb) as state, version, updated_at");

export const ruleStatesSince = async (db: Db, since: Date): Promise<KeptState[]> =>
  (
    await sql<KeptState>`select ${columns} from rule_states where updated_at > ${since} order by updated_at`.execute(
      db,
    )
  ).rows;

export const ruleStatesOf = async (
  db: Db,
  keys: { districts: readonly string[]; numbers: readonly number[] },
): Promise<KeptState[]> =>
  (
    await sql<KeptState>`
      select ${columns} from rule_states join unnest(${keys.districts}::text[], ${keys.numbers}::bigint[]) as k (district, device)
      using (district, device)`.execute(db)
  ).rows;
