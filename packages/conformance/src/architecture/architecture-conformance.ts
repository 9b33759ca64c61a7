import type { Architecture } from '@alphaedit/model';
import { registerSuite } from '../register-suite.js';
import type { TestRunner } from '../runner.js';
import { type ArchitectureConformanceOptions, architectureChecks } from './architecture-checks.js';

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
  options: ArchitectureConformanceOptions & { readonly runner: TestRunner },
): void {
  registerSuite(architectureChecks(architecture, options), options.runner);
}
