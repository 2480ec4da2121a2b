import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with `N passed, N failed` alone on a line; a file that could not be loaded counts as a failure. */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      let tests = 0;
      for (const test of module.children.allTests()) {
        tests += 1;
        if (test.result().state === "passed") passed += 1;
        else failed += 1;
      }
      if (tests === 0 || module.errors().length) failed += 1;
    }
    console.log(`${passed} passed, ${failed} failed`);
  }
}
