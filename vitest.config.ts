import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["apps/server/**/*.test.ts", "packages/**/*.test.ts", "apps/simulator/**/*.test.ts", "apps/web/src/**/*.test.ts", "scripts/**/*.test.ts"],
    globalSetup: ["apps/server/src/platform/testing/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    expect: { requireAssertions: true },
  },
});
