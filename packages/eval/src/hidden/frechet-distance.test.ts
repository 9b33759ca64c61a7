import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import { describe, expect, it } from 'vitest';
import { frechetDistance } from './frechet-distance.js';

const linalg = createPortableLinearAlgebra();
const square = (...data: number[]) => {
  const n = Math.sqrt(data.length);
  return { rows: n, cols: n, data: Float64Array.from(data) };
};
const normal = (mean: number[], ...covariance: number[]) => ({
  mean: Float64Array.from(mean),
  covariance: square(...covariance),
});

describe('frechetDistance', () => {
  it('is ‖μ₁ − μ₂‖² for equal covariances', async () => {
    const [a, b] = [normal([1, 2], 2, 1, 1, 3), normal([4, -2], 2, 1, 1, 3)];
    expect(await frechetDistance(a, b, linalg)).toBeCloseTo(25, 10);
    expect(await frechetDistance(a, a, linalg)).toBeCloseTo(0, 10);
  });

  it('is the squared difference of deviations for independent coordinates', async () => {
    const [a, b] = [normal([0, 0], 4, 0, 0, 9), normal([0, 0], 1, 0, 0, 25)];
    expect(await frechetDistance(a, b, linalg)).toBeCloseTo((2 - 1) ** 2 + (3 - 5) ** 2, 10);
  });

  it('agrees with the closed form of two dimensions where covariances do not commute', async () => {
    // tr √M = √(tr M + 2 √det M) for a 2 × 2 matrix M, here Σ₁Σ₂.
    const [a, b] = [normal([0, 0], 2, 1, 1, 3), normal([1, 0], 5, -2, -2, 1)];
    const traceM = 2 * 5 + 1 * -2 + 1 * -2 + 3 * 1;
    const root = Math.sqrt(traceM + 2 * Math.sqrt(5 * 1));
    expect(await frechetDistance(a, b, linalg)).toBeCloseTo(1 + 5 + 6 - 2 * root, 10);
    expect(await frechetDistance(b, a, linalg)).toBeCloseTo(1 + 5 + 6 - 2 * root, 10);
  });

  it('takes singular covariances', async () => {
    const [a, b] = [normal([0, 0], 1, 1, 1, 1), normal([0, 0], 4, 4, 4, 4)];
    // Along (1, 1)/√2 the deviations are √2 and √8.
    expect(await frechetDistance(a, b, linalg)).toBeCloseTo(2, 6);
  });
});
