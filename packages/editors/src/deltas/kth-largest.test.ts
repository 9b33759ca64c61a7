import { randomNumbers } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { kthLargest } from './kth-largest.js';

it.each([
  ['random', randomNumbers(501, 3)],
  ['with many equal', randomNumbers(400, 4).map((x) => Math.round(3 * x))],
  ['ascending', Float64Array.from({ length: 200 }, (_, i) => i)],
  ['descending', Float64Array.from({ length: 200 }, (_, i) => -i)],
  ['all equal', new Float64Array(50).fill(7)],
  ['with infinities', Float64Array.of(1, Number.POSITIVE_INFINITY, 2, Number.POSITIVE_INFINITY, 0)],
  ['one', Float64Array.of(5)],
])('is what sorting gives: %s', (_, values) => {
  const sorted = values.slice().sort().reverse();
  for (let k = 1; k <= values.length; k += Math.max(1, Math.floor(values.length / 25))) {
    expect(kthLargest(values.slice(), k)).toBe(sorted[k - 1]);
  }
  expect(kthLargest(values.slice(), values.length)).toBe(sorted.at(-1));
});
