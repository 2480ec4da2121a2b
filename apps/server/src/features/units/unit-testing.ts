import { deriveCityInBatches } from "@gezhi/reference/city.ts";
import type { Unit } from "@gezhi/reference/city-model.ts";
import type { Appointment } from "@gezhi/contract/identity.ts";
import { pino } from "pino";
import { createTestDatabase, type TestDatabase } from "../../platform/testing/database.ts";
import { loadConfigurationStore } from "../configuration/configuration-store.ts";
import { seedConfiguration } from "../configuration/configuration-seed.ts";
import type { Context } from "../context.ts";
import { type Viewer, viewerFrom } from "../identity/viewer.ts";
import { seedCityBatches } from "./city-seed.ts";
import { loadUnitDirectory } from "./unit-directory.ts";

const districts = ["500103", "500108"];

/** The city and two of its districts, with all below them. */
export function twoDistricts(): { units: Unit[] }[] {
  const batches: { units: Unit[] }[] = [];
  for (const { units } of deriveCityInBatches()) {
    if (units.some(({ code, level }) => level === "city" || districts.includes(code)))
      batches.push({ units });
    if (batches.length > districts.length) break;
  }
  return batches;
}

type Parts = Pick<Context, "db" | "now" | "units" | "configuration" | "hint" | "log">;

export type UnitBench = TestDatabase & {
  context: Context;
  /** Moves the clock of everything built from the context. */
  setNow: (now: number) => void;
};

/** Units and configuration on a real database, without HTTP. */
export async function openUnitBench(): Promise<UnitBench> {
  const database = await createTestDatabase();
  await seedCityBatches(database.url, twoDistricts());
  await seedConfiguration(database.owner);
  let instant: number | undefined;
  const now = () => instant ?? Date.now();
  const [units, configuration] = await Promise.all([
    loadUnitDirectory(database.db, now),
    loadConfigurationStore(database.db, now),
  ]);
  const parts: Parts = {
    db: database.db,
    now,
    units,
    configuration,
    hint: () => undefined,
    log: pino({ level: "silent" }),
  };
  return {
    ...database,
    context: parts as Context,
    setNow: (value) => {
      instant = value;
    },
  };
}

const account = "0192f0a0-0000-7000-8000-000000000001";

export function administratorOf(unit: string): Viewer {
  const appointment = {
    id: account,
    account,
    unit,
    role: "sysAdmin",
    post: null,
    department: null,
    holder: null,
    validFrom: "2020-01-01",
    validTo: null,
  } as unknown as Appointment;
  return viewerFrom({ account, username: "admin", name: "管理员甲" }, [appointment]);
}
