import { ensureInstalled, ensureWebBuilt, runEntry } from "./setup.mjs";

ensureInstalled();
ensureWebBuilt();
runEntry("apps/server/src/main/gezhi.ts", ["all", ...process.argv.slice(2)]);
