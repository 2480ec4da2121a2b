import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import pg from "pg";
import { migrate } from "../database/migrate.ts";
import { startEmbeddedPostgres } from "../database/postgres-process.ts";

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One real PostgreSQL for the run; every test file copies a template database of it. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "gezhi-test-"));
  const postgres = await startEmbeddedPostgres(folder, {
    settings: ["fsync = off", "synchronous_commit = off", "full_page_writes = off", "shared_buffers = 128MB", "max_connections = 300"],
  });
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query("create database gezhi_template");
  await admin.end();
  const template = new URL(postgres.url);
  template.pathname = "/gezhi_template";
  await migrate(template.href);
  project.provide("postgresUrl", postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
