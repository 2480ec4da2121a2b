import { readdir, readFile } from "node:fs/promises";
import pg from "pg";

const folder = new URL("../../../migrations/", import.meta.url);

export const migrationFiles = async (): Promise<string[]> =>
  (await readdir(folder)).filter((file) => /^\d{4}_.+\.sql$/.test(file)).toSorted();

/** Applies what is missing, each file in its own transaction, one migrator at a time; returns the files applied. */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(1410)");
    await client.query(
      "create table if not exists migrations (file text primary key, applied_at timestamptz not null default now())",
    );
    await client.query("comment on table migrations is 'local'");
    const { rows } = await client.query<{ file: string }>("select file from migrations");
    const known = new Set(rows.map((row) => row.file));
    const files = await migrationFiles();
    const newer = [...known].filter((file) => !files.includes(file));
    if (newer.length)
      throw new Error(
        `The database was migrated by a newer Gezhi (${newer.join(", ")}): run that version.`,
      );
    const missing = files.filter((file) => !known.has(file));
    for (const file of missing) {
      await client.query("begin");
      await client.query(await readFile(new URL(file, folder), "utf8"));
      await client.query("insert into migrations (file) values ($1)", [file]);
      await client.query("commit");
    }
    return missing;
  } finally {
    await client.end();
  }
}
