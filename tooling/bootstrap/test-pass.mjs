import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { environment, root, run } from './workspace.mjs';

const REPORT = '.tools/test-report.json';
const NOTHING = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, testResults: [] };

/** Runs the tests that `chosen` names (tooling/testing/src/chosen-tests.ts), counts them and names those that failed. */
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
  const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : NOTHING;
  return { ...counts(results, status), failures: failures(results) };
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

/** A line for each test that failed, with the first line of what it found: the end of a long log says it again. */
export function failures({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    const file = relative(root, name ?? root);
    if (failed.length > 0)
      return failed.map((test) => `${file}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`);
    return status === 'failed' ? [`${file}: ${firstLine(message)}`] : [];
  });
}

const firstLine = (text = '') => text.split('\n', 1)[0];
