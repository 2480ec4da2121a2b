import { crossTown } from "./cross-town.ts";
import { rockfall } from "./rockfall.ts";
import type { Scene } from "./scene.ts";
import { sewer, streetLamps } from "./town-works.ts";
import { woodByForest } from "./wood-by-forest.ts";

export const scenes: readonly Scene[] = [rockfall, woodByForest, crossTown, sewer, streetLamps];
