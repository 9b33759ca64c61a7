import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environment, root, run } from './workspace.mjs';

const REPORT = '.tools/test-report.json';
const NOTHING = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, testResults: [] };

/** Runs the tests that `chosen` names (tooling/testing/src/chosen-tests.ts) and counts them. */
export function testPass(chosen, args) {
  const report = join(root, REPORT);
  rmSync(report, { force: true });
  const options = [
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
  ];
  const status = run('pnpm', ['exec', 'vitest', 'run', ...options, ...args], {
    env: { ...environment(), ALPHAEDIT_TESTS: chosen, ALPHAEDIT_TESTED_CODE: 'built' },
    mayFail: true,
  });
  return counts(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : NOTHING, status);
}

/**
 * What a report of vitest comes to. A test file that cannot even be loaded, or whose set-up fails, has no failed tests
 * of its own: it counts as one. So does a run that ends with an error outside every test.
 */
export function counts({ numPassedTests, numFailedTests, numPendingTests, testResults }, status) {
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = status === 0 ? numFailedTests : Math.max(numFailedTests + broken, 1);
  return { passed: numPassedTests, failed, skipped: numPendingTests };
}
