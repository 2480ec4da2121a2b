import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../apps/server/src/platform/database/migrate.ts";
import { startEmbeddedPostgres } from "../apps/server/src/platform/database/postgres-process.ts";

// `npm run db:types`: the row types are read back from a database that the migrations made.
const generated = join(import.meta.dirname, "../apps/server/src/platform/database");

/** Names of the columns' types as SQL writes them. */
async function writeColumnTypes(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ table: string; columns: string }>(`
    select c.relname as table, string_agg(format('%s: "%s"', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attname) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by 1 order by 1`);
  await client.end();
  const tables = rows.map(({ table, columns }) => `  ${table}: { ${columns} },`).join("\n");
  writeFileSync(
    join(generated, "generated-columns.ts"),
    `/** Written by \`npm run db:types\`. */\nexport const columnTypes = {\n${tables}\n} as const;\n`,
  );
}
const folder = mkdtempSync(join(tmpdir(), "gezhi-types-"));
const postgres = await startEmbeddedPostgres(folder, { settings: ["fsync = off"] });
try {
  await migrate(postgres.url);
  await writeColumnTypes(postgres.url);
  execFileSync(
    join(import.meta.dirname, "../node_modules/.bin/kysely-codegen"),
    [
      "--dialect=postgres",
      `--url=${postgres.url}`,
      "--date-parser=string",
      '--type-mapping={"int8":"number"}',
      "--exclude-pattern=graphile_worker.*",
      `--out-file=${join(generated, "generated.ts")}`,
      "--type-only-imports",
    ],
    { stdio: "inherit", cwd: join(import.meta.dirname, "..") },
  );
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
