import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../test/probe.js';
import { randomSpd } from '../../test/random.js';
import { columns, createPortableLinearAlgebra, identity, transpose, zeros } from '../index.js';
import { shrinkCholesky } from './shrink-cholesky.js';

// Rotations and factorisation each err by n ε relative to the entries of a well-conditioned factor.
const SAME_FACTOR = 1e-12;

const linalg = createPortableLinearAlgebra();

describe('shrinkCholesky', () => {
  it.each([
    [5, [0]],
    [5, [4]],
    [60, [3, 17, 18, 59]],
    [60, [41, 2]],
    [3, [0, 1, 2]],
    [4, []],
  ])('of %i rows without %j equals the matrix factored anew', async (n, removed) => {
    const a = randomSpd(n, 1);
    const factor = await linalg.cholesky(a);
    const before = factor.data.slice();
    const shrunk = shrinkCholesky(factor, removed);
    const left = [...Array(n).keys()].filter((i) => !removed.includes(i));
    const taken = zeros(left.length, left.length);
    for (const [row, i] of left.entries()) {
      for (const [col, j] of left.entries()) taken.data[row * left.length + col] = a.data[i * n + j]!;
    }
    const anew = await linalg.cholesky(taken);
    expect([shrunk.rows, shrunk.cols]).toEqual([left.length, left.length]);
    expect(largestDifference(shrunk.data, anew.data)).toBeLessThan(SAME_FACTOR);
    expect(factor.data).toEqual(before);
  });

  it('stays as accurate over a hundred removals and growths', async () => {
    // One row goes and comes back at the end, over and over: the factor of the same rows in another order.
    const n = 40;
    const a = randomSpd(n, 2);
    let order = [...Array(n).keys()];
    let factor = await linalg.cholesky(a);
    const { extendCholesky } = await import('./extend-cholesky.js');
    const entry = (i: number, j: number) => a.data[i * n + j]!;
    for (let round = 0; round < 100; round++) {
      const [row] = order.splice((round * 7) % n, 1);
      const shrunk = shrinkCholesky(factor, [(round * 7) % n]);
      const cross = { rows: n - 1, cols: 1, data: Float64Array.from(order, (i) => entry(i, row!)) };
      const corner = { rows: 1, cols: 1, data: Float64Array.of(entry(row!, row!)) };
      factor = await extendCholesky(linalg, shrunk, cross, corner);
      order = [...order, row!];
    }
    const product = await linalg.matmul(factor, factor, { transposeB: true });
    const wanted = Float64Array.from({ length: n * n }, (_, at) =>
      entry(order[Math.floor(at / n)]!, order[at % n]!),
    );
    expect(largestDifference(product.data, wanted)).toBeLessThan(100 * SAME_FACTOR);
  });

  it('refuses rows that are not there or come twice', () => {
    for (const removed of [[3], [-1], [0.5], [1, 1]]) {
      expect(() => shrinkCholesky(identity(3), removed)).toThrow(
        expect.objectContaining({ code: 'shape-mismatch' }),
      );
    }
    expect(() => shrinkCholesky(transpose(columns(identity(3), 0, 2)), [0])).toThrow(
      expect.objectContaining({ code: 'not-square' }),
    );
  });
});
