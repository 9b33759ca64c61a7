import { expect, it } from 'vitest';
import { checkpointsOf } from './measure-run.js';

it('measures after every k-th batch and the last', () => {
  expect(checkpointsOf(5, 2)).toEqual([2, 4, 5]);
  expect(checkpointsOf(4, 2)).toEqual([2, 4]);
  expect(checkpointsOf(3, 10)).toEqual([3]);
});
