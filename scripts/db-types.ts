import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "../apps/server/src/platform/database/migrate.ts";
import { startEmbeddedPostgres } from "../apps/server/src/platform/database/postgres-process.ts";

// `npm run db:types`: the row types are read back from a database that the migrations made.
const folder = mkdtempSync(join(tmpdir(), "gezhi-types-"));
const postgres = await startEmbeddedPostgres(folder, { settings: ["fsync = off"] });
try {
  await migrate(postgres.url);
  execFileSync(
    join(import.meta.dirname, "../node_modules/.bin/kysely-codegen"),
    [
      "--dialect=postgres",
      `--url=${postgres.url}`,
      "--date-parser=string",
      '--type-mapping={"int8":"number"}',
      "--exclude-pattern=graphile_worker.*",
      "--out-file=apps/server/src/platform/database/generated.ts",
      "--type-only-imports",
    ],
    { stdio: "inherit", cwd: join(import.meta.dirname, "..") },
  );
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
