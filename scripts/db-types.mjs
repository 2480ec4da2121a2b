import { ensureInstalled, runEntry } from "./setup.mjs";

ensureInstalled();
runEntry("scripts/db-types.ts");
