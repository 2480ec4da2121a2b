import { sql, type Insertable, type RawBuilder } from "kysely";
import type { DB } from "./generated.ts";

/**
 * `insert` of any number of rows as one parameter, so that a statement of several inserts has the same text whatever
 * it writes and is prepared once. Members of jsonb columns are given as values, not as text. The owner of a table
 * wraps this for the others.
 */
export const rowsInto = <T extends keyof DB, C extends keyof Insertable<DB[T]> & string>(
  table: T,
  columns: readonly C[],
  rows: readonly { [K in C]?: unknown }[],
  conflict = "",
): RawBuilder<unknown> => {
  const list = sql.raw(columns.join(", "));
  return sql`insert into ${sql.raw(table)} (${list}) select ${list} from jsonb_populate_recordset(null::${sql.raw(table)}, ${JSON.stringify(rows)}::jsonb) ${sql.raw(conflict)}`;
};
