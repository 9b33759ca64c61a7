import type { Suite } from './check.js';
import type { TestRunner } from './runner.js';

/** Makes a test of every check. */
export function registerSuite(suite: Suite, { describe, it, afterAll }: TestRunner): void {
  describe(suite.title, () => {
    afterAll(() => suite.dispose());
    for (const { title, run } of suite.checks) it(title, run);
  });
}
