import type { ConfigurationKind } from "@gezhi/contract/configuration.ts";
import { sql, type Insertable, type Selectable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Configurations } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type VersionRow = Omit<Selectable<Configurations>, "content" | "kind"> & {
  kind: ConfigurationKind;
};

export async function listVersions(db: Db): Promise<VersionRow[]> {
  const rows = await db
    .selectFrom("configurations")
    .select(["kind", "unit", "version", "valid_from", "valid_to", "author", "reason", "created_at"])
    .orderBy("kind")
    .orderBy("unit")
    .orderBy("version")
    .execute();
  return rows as VersionRow[];
}

type VersionKey = Pick<VersionRow, "kind" | "unit" | "version">;

/** As text: a document is parsed when somebody asks for it. */
export async function findContents(
  db: Db,
  keys: readonly VersionKey[],
): Promise<(VersionKey & { text: string })[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<VersionKey & { text: string }>`
    select kind, unit, version, content::text as text
    from configurations join unnest(
      ${keys.map(({ kind }) => kind)}::text[],
      ${keys.map(({ unit }) => unit)}::text[],
      ${keys.map(({ version }) => version)}::int[]
    ) as wanted (kind, unit, version) using (kind, unit, version)`.execute(db);
  return rows;
}

/** One publication at a time, so that two documents that refer to each other are never checked against the past. */
export const lockConfigurations = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('configurations', 0))`.execute(tx);

export const insertVersion = (tx: Tx, row: Insertable<Configurations>) =>
  tx.insertInto("configurations").values(row).execute();

export const setVersionEnd = (tx: Tx, { kind, unit, version }: VersionKey, end: Date) =>
  tx
    .updateTable("configurations")
    .set({ valid_to: end })
    .where("kind", "=", kind)
    .where("unit", "=", unit)
    .where("version", "=", version)
    .execute();

/** When this city's first configuration was written: before that nobody worked with it. */
export async function configuredSince(db: Db): Promise<Date> {
  const { since } = await db
    .selectFrom("configurations")
    .select(({ fn }) => fn.min<Date>("created_at").as("since"))
    .executeTakeFirstOrThrow();
  return since;
}
