#!/usr/bin/env node
import { ensureInstalled, runEntry } from "../../../scripts/setup.mjs";

ensureInstalled();
runEntry("apps/server/src/main/gezhi.ts", process.argv.slice(2));
