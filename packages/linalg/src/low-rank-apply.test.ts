import { describe, expect, it } from 'vitest';
import { randomMatrix } from '../test/random.js';
import { createPortableLinearAlgebra, lowRankApply, toFloat32, zeros } from './index.js';

const linalg = createPortableLinearAlgebra();

describe('lowRankApply', () => {
  // 3000 × 1500 takes more than one block of rows.
  it.each([
    [7, 5, 2],
    [3000, 1500, 3],
    [4, 6, 0],
  ])('rounds W + left · rightᵀ once (%i × %i, rank %i)', async (m, n, r) => {
    const weight = toFloat32(randomMatrix(m, n, 1));
    const left = randomMatrix(m, r, 2);
    const right = randomMatrix(n, r, 3);
    const before = weight.data.slice();
    const result = await lowRankApply(linalg, { weight, left, right, factor: -1 });
    expect([result.rows, result.cols]).toEqual([m, n]);
    let wrong = 0;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < r; k++) sum += left.data[i * r + k]! * right.data[j * r + k]!;
        if (result.data[i * n + j] !== Math.fround(weight.data[i * n + j]! - sum)) wrong++;
      }
    }
    expect(wrong).toBe(0);
    // Millions of numbers: by their bytes.
    expect(Buffer.compare(new Uint8Array(weight.data.buffer), new Uint8Array(before.buffer))).toBe(0);
  });

  it('refuses what does not fit', async () => {
    const update = { weight: zeros(4, 6), left: zeros(4, 2), right: zeros(6, 2) };
    for (const bad of [{ left: zeros(5, 2) }, { right: zeros(4, 2) }, { right: zeros(6, 3) }]) {
      await expect(lowRankApply(linalg, { ...update, ...bad })).rejects.toMatchObject({
        code: 'shape-mismatch',
      });
    }
    const weight = { rows: 4, cols: 6, data: new Float32Array(24).fill(Number.NaN) };
    await expect(lowRankApply(linalg, { ...update, weight })).rejects.toMatchObject({ code: 'non-finite' });
  });
});
