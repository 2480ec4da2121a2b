import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { seedDemoContacts } from "../features/alarms/demo-contacts-seed.ts";
import { seedDemoCare } from "../features/care/demo-care-seed.ts";
import { seedDemoDoors } from "../features/doors/demo-door-seed.ts";
import type { Unit } from "@gezhi/reference/city-model.ts";
import { deriveDemoDevices } from "@gezhi/reference/demo-devices.ts";
import { deriveDemoPlaces } from "@gezhi/reference/demo-places.ts";
import { demoUnits, deriveDemoStaff } from "@gezhi/reference/demo.ts";
import { posts } from "@gezhi/reference/load-reference.ts";
import pg from "pg";
import {
  configurationSeeded,
  seedConfiguration,
} from "../features/configuration/configuration-seed.ts";
import { seedDemoDevices } from "../features/devices/demo-device-seed.ts";
import { seedDemoDuty } from "../features/duty/duty-seed.ts";
import { seedDemoStaff } from "../features/organisation/demo-seed.ts";
import {
  createFirstAdministrator,
  hasAccounts,
} from "../features/organisation/first-administrator.ts";
import { seedDemoPlaces } from "../features/places/demo-place-seed.ts";
import { listAll } from "../features/search/search-entry-commands.ts";
import { citySeeded, seedCityBatches } from "../features/units/city-seed.ts";
import { gridsOfTowns, unitsForStaff } from "../features/units/unit-queries.ts";
import type { Config } from "../platform/config.ts";
import { isAway } from "../platform/database/away.ts";
import { connectAsOwner, type Db } from "../platform/database/connect.ts";
import { migrate } from "../platform/database/migrate.ts";
import { askForAdministrator } from "./ask-administrator.ts";
import { secretKey } from "./context.ts";
import { createSecrets } from "../platform/secrets.ts";

export type Say = (line: string) => void;

/**
 * From any state, an empty database or one killed half way, to one the server can start on. Says what it does while it
 * works. Of several processes that start at once one does it, and the others wait for it.
 */
export async function prepare(config: Config, url: string, say: Say): Promise<void> {
  const letGo = await alone(url, say);
  try {
    await bringUp(config, url, say);
  } finally {
    await letGo();
  }
}

const mostTries = 30;

/** A database that a killed forerunner leaves on its way down is started again by its keeper: it is waited for. */
async function connected(url: string): Promise<pg.Client> {
  for (let tries = 1; ; tries += 1) {
    const client = new pg.Client({ connectionString: url, keepAlive: true });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!(error instanceof Error) || !isAway(error) || tries === mostTries) throw error;
      await setTimeout(500);
    }
  }
}

/** A session's lock, which no killed process leaves behind. */
async function alone(url: string, say: Say): Promise<() => Promise<void>> {
  const client = await connected(url);
  const { rows } = await client.query<{ held: boolean }>(
    "select pg_try_advisory_lock(1410, 2) as held",
  );
  if (!rows[0]?.held) {
    say("Another process prepares this database, waiting for it …");
    await client.query("select pg_advisory_lock(1410, 2)");
  }
  return () => client.end().catch(() => undefined);
}

async function bringUp(config: Config, url: string, say: Say): Promise<void> {
  const applied = await migrate(url);
  if (applied.length) say(`Database: ${applied.length} migrations applied`);
  const isNew = !(await citySeeded(url));
  if (isNew) {
    say("City: deriving 38 districts, 1,031 towns, 11,270 villages and 65,000 grids (once) …");
    await seedCityBatches(url, derivedElsewhere(say));
  }
  const owner = connectAsOwner(url);
  try {
    if (!(await configurationSeeded(owner))) {
      await seedConfiguration(owner);
      say("Configuration: catalogue, posts, calendar, limits, lists and routing loaded");
    }
    if (!(await hasAccounts(owner, config.GEZHI_DEMO))) await bringPeople(config, owner, say);
    const listed = await listAll(owner);
    if (listed) say(`Search: ${listed} entries added`);
  } finally {
    await owner.destroy();
  }
  if (isNew) await settle(url);
}

const insufficientPrivilege = "42501";

/** What a first start wrote is brought to the disk now: half a minute later it would stand in the way of the first reports. */
async function settle(url: string): Promise<void> {
  const client = await connected(url);
  try {
    await client.query("vacuum analyze");
    await client.query("checkpoint");
  } catch (error) {
    // On a database of the operator's own, a checkpoint is its administrator's.
    if (!(error instanceof pg.DatabaseError && error.code === insufficientPrivilege)) throw error;
  } finally {
    await client.end();
  }
}

async function bringPeople(config: Config, owner: Db, say: Say): Promise<void> {
  const secrets = createSecrets(await secretKey(config));
  if (config.GEZHI_DEMO) {
    // Before the accounts, by which a later start sees that all of this is done.
    const devices = deriveDemoDevices(await gridsOfTowns(owner, demoUnits));
    await seedDemoDevices(owner, secrets, devices);
    say(`Demo: ${devices.length} simulated devices registered`);
    await seedDemoPlaces(owner, secrets, deriveDemoPlaces(await gridsOfTowns(owner, demoUnits)));
    const staff = deriveDemoStaff({ units: await unitsForStaff(owner) });
    await seedDemoStaff(owner, secrets, staff);
    await seedDemoCare(owner, secrets);
    await seedDemoDoors(owner, secrets);
    await seedDemoDuty(owner, posts, Date.now());
    await seedDemoContacts(owner, secrets);
    say(`Demo: ${staff.people.length} invented people appointed`);
  } else {
    await createFirstAdministrator(owner, await askForAdministrator(config));
    say("First administrator created");
  }
}

type Batch = { units: Unit[]; done: number; total: number };

/** The city is computed on the other core while the database writes. */
async function* derivedElsewhere(say: Say): AsyncGenerator<{ units: Unit[] }> {
  const worker = new Worker(new URL("./derive-city-worker.ts", import.meta.url));
  const waiting: Batch[] = [];
  let wake: (() => void) | undefined;
  let failure: unknown;
  let ended = false;
  worker.on("message", (batch: Batch) => (waiting.push(batch), wake?.()));
  worker.on("error", (error) => ((failure = error), wake?.()));
  worker.on("exit", () => ((ended = true), wake?.()));
  for (;;) {
    const batch = waiting.shift();
    if (batch) {
      if (batch.done % 5 === 0 || batch.done === batch.total)
        say(`City: ${batch.done} of ${batch.total} districts`);
      yield batch;
    } else if (failure) throw failure;
    else if (ended) return;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}
