import { expect, it } from 'vitest';
import { meanInterval, studentQuantile } from './mean-interval.js';
import { defaultWindow, windowAround } from './restoration-window.js';
import { tokenRoles } from './token-role.js';

it.each([
  // tokens, subject, roles
  [
    8,
    [2, 5],
    [
      undefined,
      undefined,
      'subjectFirst',
      'subjectMiddle',
      'subjectLast',
      'firstSubsequent',
      'further',
      'last',
    ],
  ],
  [3, [0, 1], ['subjectLast', 'firstSubsequent', 'last']],
  [3, [0, 2], ['subjectFirst', 'subjectLast', 'last']],
  [3, [1, 3], [undefined, 'subjectFirst', 'last']],
] as const)('gives each of %d tokens with the subject %j one role', (tokens, [first, end], roles) => {
  expect(tokenRoles(tokens, { first, end })).toEqual(roles);
});

it('restores ten blocks in deep models, a share of shallow ones, clipped at the ends', () => {
  expect([48, 32, 28, 24, 12, 8, 6, 2, 1].map(defaultWindow)).toEqual([10, 10, 10, 9, 4, 3, 2, 1, 1]);
  expect(windowAround(15, 10, 48)).toEqual({ from: 10, to: 20 });
  expect(windowAround(0, 10, 48)).toEqual({ from: 0, to: 5 });
  expect(windowAround(7, 3, 8)).toEqual({ from: 6, to: 8 });
});

it("gives a mean with Student's interval", () => {
  // Tables: t(0.975) at 3, 10, 30 and 1000 degrees of freedom.
  expect(Math.abs(studentQuantile(3) - 3.1824)).toBeLessThan(0.02);
  expect(studentQuantile(10)).toBeCloseTo(2.2281, 3);
  expect(studentQuantile(30)).toBeCloseTo(2.0423, 4);
  expect(studentQuantile(1000)).toBeCloseTo(1.9623, 4);
  expect(meanInterval([])).toBeUndefined();
  expect(meanInterval([2])).toEqual({ mean: 2, n: 1 });
  const { mean, ci95 } = meanInterval([1, 2, 3])!;
  expect(mean).toBe(2);
  expect(ci95![1] - 2).toBeCloseTo(4.302652729911275 / Math.sqrt(3), 9);
});
