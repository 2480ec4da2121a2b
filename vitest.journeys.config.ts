import { defineConfig } from "vitest/config";
import { SummaryReporter } from "./scripts/summary-reporter.ts";

// Real browser, real server, several roles at once; one journey at a time, screenshots kept in artifacts/.
export default defineConfig({
  test: {
    include: ["tests/journeys/*.journey.ts"],
    globalSetup: ["tests/journeys/server-setup.ts"],
    reporters: ["default", new SummaryReporter()],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    maxWorkers: 1,
    expect: { requireAssertions: true },
  },
});
