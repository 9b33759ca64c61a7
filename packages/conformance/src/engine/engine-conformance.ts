import { registerSuite } from '../register-suite.js';
import type { TestRunner } from '../runner.js';
import { type EngineConformanceOptions, engineChecks } from './engine-checks.js';

/**
 * Tests the tensor engine that runs, with any test runner.
 *
 * @example
 * import { afterAll, beforeAll, describe, it } from 'vitest';
 * beforeAll(() => tf.setBackend('mine'));
 * engineConformance({ runner: { describe, it, afterAll } });
 */
export function engineConformance(options: EngineConformanceOptions & { readonly runner: TestRunner }): void {
  registerSuite(engineChecks(options), options.runner);
}
