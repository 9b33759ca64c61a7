import { describe, expect, it } from 'vitest';
import { randomMatrix } from '../test/random.js';
import { createPortableLinearAlgebra, largestSingularValue, zeros } from './index.js';

const linalg = createPortableLinearAlgebra();
/** The tolerance asked for, and the rounding of both sides. */
const TOLERANCE = 1e-9;

describe('largestSingularValue', () => {
  it.each([
    [1, 1],
    [1, 40],
    [40, 1],
    [30, 90],
    [90, 30],
    [64, 64],
  ])('is that of the decomposition for [%i, %i]', async (rows, cols) => {
    const a = randomMatrix(rows, cols, rows + cols);
    const expected = (await linalg.singularValues(a))[0]!;
    expect(Math.abs((await largestSingularValue(linalg, a)) / expected - 1)).toBeLessThan(TOLERANCE);
  });

  it('finds it among equal ones and in a matrix of low rank', async () => {
    const left = randomMatrix(50, 2, 1);
    const right = randomMatrix(70, 2, 2);
    const low = await linalg.matmul(left, right, { transposeB: true });
    const expected = (await linalg.singularValues(low))[0]!;
    expect(Math.abs((await largestSingularValue(linalg, low)) / expected - 1)).toBeLessThan(TOLERANCE);
    const eye = zeros(20, 20);
    for (let i = 0; i < 20; i++) eye.data[i * 20 + i] = 3;
    expect(await largestSingularValue(linalg, eye)).toBeCloseTo(3, 12);
    expect(await largestSingularValue(linalg, zeros(5, 8))).toBe(0);
  });

  it('says so when the steps do not do', async () => {
    const a = randomMatrix(60, 60, 3);
    await expect(largestSingularValue(linalg, a, { steps: 2 })).rejects.toMatchObject({
      code: 'no-convergence',
    });
  });
});
