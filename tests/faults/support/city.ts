import { deriveCityInBatches } from "@gezhi/reference/city.ts";
import { demoUnits, deriveDemoStaff } from "@gezhi/reference/demo.ts";
import { seedConfiguration } from "../../../apps/server/src/features/configuration/configuration-seed.ts";
import { seedDemoStaff } from "../../../apps/server/src/features/organisation/demo-seed.ts";
import { seedCityBatches } from "../../../apps/server/src/features/units/city-seed.ts";
import { unitsForStaff } from "../../../apps/server/src/features/units/unit-queries.ts";
import { secretKey } from "../../../apps/server/src/main/context.ts";
import { readConfig } from "../../../apps/server/src/platform/config.ts";
import { connectAsOwner } from "../../../apps/server/src/platform/database/connect.ts";
import { startEmbeddedPostgres } from "../../../apps/server/src/platform/database/postgres-process.ts";
import { migrate } from "../../../apps/server/src/platform/database/migrate.ts";
import { createSecrets } from "../../../apps/server/src/platform/secrets.ts";

export const districts = ["500103", "500108"];

/** What the first start makes of the whole city, of two districts only: quicker, and the server takes it as it is. */
export async function prepareCity(url: string, folder: string): Promise<void> {
  await migrate(url);
  await seedCityBatches(url, twoDistricts());
  const owner = connectAsOwner(url);
  await seedConfiguration(owner);
  const towns = demoUnits.filter((town) => districts.includes(town.slice(0, 6)));
  const staff = deriveDemoStaff({ units: await unitsForStaff(owner) }, towns);
  await seedDemoStaff(
    owner,
    createSecrets(await secretKey(readConfig({ DATA_DIR: folder }))),
    staff,
  );
  await owner.destroy();
}

/** A data folder on which `all` starts at once. */
export async function prepareFolder(folder: string): Promise<void> {
  const postgres = await startEmbeddedPostgres(folder);
  try {
    await prepareCity(postgres.url, folder);
  } finally {
    await postgres.stop();
  }
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
