import { isMainThread, parentPort, workerData, Worker } from "node:worker_threads";
import { deriveCityInBatches } from "@gezhi/reference/city.ts";
import { deriveDemoStaff } from "@gezhi/reference/demo.ts";
import { seedConfiguration } from "../features/configuration/configuration-seed.ts";
import { seedDemoStaff } from "../features/organisation/demo-seed.ts";
import { citySeeded, seedCityBatches } from "../features/units/city-seed.ts";
import { connectAsOwner } from "../platform/database/connect.ts";
import { migrate } from "../platform/database/migrate.ts";

export type Progress = (line: string) => void;
