import type { Matrix } from '@alphaedit/spec';
import { expect, it } from 'vitest';
import { paddedFactors } from './padded-factors.js';

const ones = (rows: number, cols: number): Matrix => ({
  rows,
  cols,
  data: new Float64Array(rows * cols).fill(1),
});
const change = (rank: number) => ({
  parameter: 'w',
  orientation: 'out-in' as const,
  a: ones(rank, 3),
  b: ones(2, rank),
  lost: 0,
});

it('gives all changes one rank, and leaves their product as it is', () => {
  const [thin, wide] = paddedFactors([change(1), change(3)], [2, 4, 8]);
  expect([...thin!.a.data]).toEqual([1, 1, 1, ...new Array(9).fill(0)]);
  expect([...thin!.b.data]).toEqual([1, 0, 0, 0, 1, 0, 0, 0]);
  expect([wide!.a.rows, wide!.b.cols]).toEqual([4, 4]);
  expect(paddedFactors([change(1), change(3)]).map(({ a }) => a.rows)).toEqual([3, 3]);
});

it('refuses a change that is wider than all ranks', () => {
  expect(() => paddedFactors([change(9)], [2, 4, 8])).toThrowError(
    expect.objectContaining({
      code: 'adapter-too-wide',
      hint: expect.stringContaining('exportEditedCheckpoint'),
    }),
  );
});
