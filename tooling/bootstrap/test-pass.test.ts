import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const { counts, failures } = await import(new URL('./test-pass.mjs', import.meta.url).href);

const test = (status: string) => ({ status });
const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  testResults: [{ status: 'passed', assertionResults: [test('passed')] }],
};

it('counts what a report says', () => {
  expect(counts(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
});

it('counts a file that cannot be loaded as one failure beside the failed tests of others', () => {
  const failed = { status: 'failed', assertionResults: [test('failed'), test('failed')] };
  const broken = { status: 'failed', assertionResults: [] };
  const testResults = [...report.testResults, failed, broken];
  expect(counts({ ...report, numFailedTests: 2, testResults }, 1)).toEqual({
    passed: 3,
    failed: 3,
    skipped: 1,
  });
});

it('does not call a run without failed tests good when it ended with an error', () => {
  expect(counts(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
});

it('names what failed, and files that cannot be loaded', () => {
  const name = join(fileURLToPath(new URL('../..', import.meta.url)), 'packages/a.test.ts');
  const failed = { status: 'failed', fullName: 'adds', failureMessages: ['expected 3 to be 4\n    at …'] };
  const testResults = [
    ...report.testResults,
    { name, status: 'failed', assertionResults: [test('passed'), failed] },
    { name, status: 'failed', message: 'Cannot find module\n…', assertionResults: [] },
  ];
  expect(failures({ testResults })).toEqual([
    'packages/a.test.ts: adds: expected 3 to be 4',
    'packages/a.test.ts: Cannot find module',
  ]);
});
