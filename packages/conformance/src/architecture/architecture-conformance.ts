import type { Architecture } from '@alphaedit/model';
import { type ArchitectureConformanceOptions, architectureChecks } from './architecture-checks.js';

/** What is needed of a test runner; vitest and Jest have these names. */
export interface ArchitectureTestRunner {
  describe(title: string, suite: () => void): unknown;
  it(title: string, test: () => Promise<void>): unknown;
  afterAll(cleanUp: () => void): unknown;
}

/**
 * Tests an architecture with any test runner, on the tensor engine that runs.
 *
 * @example
 * import { afterAll, beforeAll, describe, it } from 'vitest';
 * beforeAll(() => startEngine({ engine: 'wasm' }));
 * architectureConformance(myFamily, { config, runner: { describe, it, afterAll } });
 */
export function architectureConformance(
  architecture: Architecture,
  options: ArchitectureConformanceOptions & { readonly runner: ArchitectureTestRunner },
): void {
  const { describe, it, afterAll } = options.runner;
  const suite = architectureChecks(architecture, options);
  describe(suite.title, () => {
    afterAll(() => suite.dispose());
    for (const { title, run } of suite.checks) it(title, run);
  });
}
