import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deriveCityInBatches } from "@gezhi/reference/city.ts";
import { deriveDemoDevices } from "@gezhi/reference/demo-devices.ts";
import { deriveDemoPlaces } from "@gezhi/reference/demo-places.ts";
import { demoUnits, deriveDemoStaff } from "@gezhi/reference/demo.ts";
import type { TestProject } from "vitest/node";
import pg from "pg";
import { seedConfiguration } from "../../features/configuration/configuration-seed.ts";
import { seedDemoDevices } from "../../features/devices/demo-device-seed.ts";
import { seedDemoStaff } from "../../features/organisation/demo-seed.ts";
import { seedDemoPlaces } from "../../features/places/demo-place-seed.ts";
import { listAll } from "../../features/search/search-entry-commands.ts";
import { seedCityBatches } from "../../features/units/city-seed.ts";
import { gridsOfTowns, unitsForStaff } from "../../features/units/unit-queries.ts";
import { connectAsOwner } from "../database/connect.ts";
import { migrate } from "../database/migrate.ts";
import { startEmbeddedPostgres } from "../database/postgres-process.ts";
import { createSecrets } from "../secrets.ts";

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One real PostgreSQL for the run; every test file copies a template database of it. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "gezhi-test-"));
  const postgres = await startEmbeddedPostgres(folder, {
    settings: [
      "fsync = off",
      "synchronous_commit = off",
      "full_page_writes = off",
      "shared_buffers = 128MB",
      "max_connections = 300",
    ],
  });
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query("create database gezhi_template");
  await admin.end();
  const template = new URL(postgres.url);
  template.pathname = "/gezhi_template";
  await migrate(template.href);
  await seedTestCity(postgres.url, template);
  project.provide("postgresUrl", postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

export const testKey = "5".repeat(64);
const districts = ["500103", "500108"];

/** `gezhi_city`: two whole districts of the real city with configuration and demo staff. */
async function seedTestCity(url: string, template: URL): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query("create database gezhi_city template gezhi_template");
  await admin.end();
  const city = new URL(template);
  city.pathname = "/gezhi_city";
  await seedCityBatches(city.href, twoDistricts());
  const owner = connectAsOwner(city.href);
  await seedConfiguration(owner);
  const towns = demoUnits.filter((town) => districts.includes(town.slice(0, 6)));
  const staff = deriveDemoStaff({ units: await unitsForStaff(owner) }, towns);
  await seedDemoStaff(owner, createSecrets(testKey), staff);
  const devices = deriveDemoDevices(await gridsOfTowns(owner, towns), towns);
  await seedDemoDevices(owner, createSecrets(testKey), devices);
  const places = deriveDemoPlaces(await gridsOfTowns(owner, towns), towns);
  await seedDemoPlaces(owner, createSecrets(testKey), places);
  await listAll(owner);
  await owner.destroy();
}

function* twoDistricts() {
  let left = districts.length + 1;
  for (const batch of deriveCityInBatches()) {
    const [first] = batch.units;
    if (first?.level !== "city" && !districts.includes(first?.code ?? "")) continue;
    yield batch;
    left -= 1;
    if (left === 0) return;
  }
}
