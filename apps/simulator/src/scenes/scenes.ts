import { crossTown } from "./cross-town.ts";
import { fireLane } from "./fire-lane.ts";
import { fallingObject } from "./falling-object.ts";
import { heartRate } from "./heart-rate.ts";
import { leakage } from "./leakage.ts";
import { manholes } from "./manholes.ts";
import { night } from "./night.ts";
import { rockfall } from "./rockfall.ts";
import type { Scene } from "./scene.ts";
import { smokeAndReport } from "./smoke-and-report.ts";
import { storm } from "./storm.ts";
import { sewer, streetLamps } from "./town-works.ts";
import { woodByForest } from "./wood-by-forest.ts";

export const scenes: readonly Scene[] = [
  rockfall,
  woodByForest,
  crossTown,
  sewer,
  streetLamps,
  leakage,
  heartRate,
  smokeAndReport,
  fireLane,
  fallingObject,
  storm,
  manholes,
  night,
];
