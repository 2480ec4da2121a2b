import { sql, type Insertable, type RawBuilder } from "kysely";
import { columnTypes } from "./generated-columns.ts";
import type { DB } from "./generated.ts";

/**
 * Rows as one parameter, with the types their columns have in `table`. They are named one by one: the row type of a
 * table brings all its checks along, and copies them at each statement.
 */
export const recordsOf = <T extends keyof DB & keyof typeof columnTypes>(
  table: T,
  columns: readonly (keyof DB[T] & string)[],
  rows: readonly object[],
): RawBuilder<unknown> => {
  const types: Record<string, string> = columnTypes[table];
  const typed = columns.map((column) => `${column} ${types[column]}`).join(", ");
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (${sql.raw(typed)})`;
};

/**
 * `insert` of any number of rows as one parameter, so that a statement of several inserts has the same text whatever
 * it writes and is prepared once. Members of jsonb columns are given as values, not as text. The owner of a table
 * wraps this for the others.
 */
export const rowsInto = <
  T extends keyof DB & keyof typeof columnTypes,
  C extends keyof Insertable<DB[T]> & keyof DB[T] & string,
>(
  table: T,
  columns: readonly C[],
  rows: readonly { [K in C]?: unknown }[],
  conflict = "",
): RawBuilder<unknown> => {
  const list = sql.raw(columns.join(", "));
  return sql`insert into ${sql.raw(table)} (${list}) select ${list} from ${recordsOf(table, columns, rows)} ${sql.raw(conflict)}`;
};
