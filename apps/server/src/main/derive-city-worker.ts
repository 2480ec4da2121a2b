import { parentPort } from "node:worker_threads";
import { deriveCityInBatches } from "@gezhi/reference/city.ts";

for (const batch of deriveCityInBatches()) parentPort?.postMessage(batch);
