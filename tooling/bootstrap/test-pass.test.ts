import { expect, it } from 'vitest';

const { counts } = await import(new URL('./test-pass.mjs', import.meta.url).href);

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
