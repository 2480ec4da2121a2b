import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { connectAsApplication, connectAsOwner, type Db } from "../database/connect.ts";

export type TestDatabase = { url: string; owner: Db; db: Db; drop: () => Promise<void> };

/** A throw-away copy of a template: `gezhi_template` is migrated and empty. */
export async function createTestDatabase(template = "gezhi_template"): Promise<TestDatabase> {
  const base = inject("postgresUrl");
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client({ connectionString: base });
  await admin.connect();
  await admin.query(`create database ${name} template ${template}`);
  await admin.end();
  const url = new URL(base);
  url.pathname = `/${name}`;
  const owner = connectAsOwner(url.href);
  const db = connectAsApplication(url.href, 16);
  return {
    url: url.href,
    owner,
    db,
    drop: async () => {
      await Promise.all([owner.destroy(), db.destroy()]);
      const closer = new pg.Client({ connectionString: base });
      await closer.connect();
      await closer.query(`drop database ${name} with (force)`);
      await closer.end();
    },
  };
}
