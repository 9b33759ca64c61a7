import { columns, concatColumns, createPortableLinearAlgebra, identity } from '@alphaedit/linalg';
import type { Matrix } from '@alphaedit/spec';
import { randomNumbers, relativeDistance } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { type RidgeHistory, ridgeSolution } from './ridge-solution.js';

/** Float64 with condition numbers up to about 1e4. */
const SOLVE_TOLERANCE = 1e-10;
const linalg = createPortableLinearAlgebra();

const random = (rows: number, cols: number, seed: number): Matrix<Float64Array> => ({
  rows,
  cols,
  data: randomNumbers(rows * cols, seed),
});

const sum = (a: Matrix, b: Matrix, factor = 1) => ({
  ...a,
  data: Float64Array.from(a.data, (value, i) => value + factor * b.data[i]!),
});

/** A projector of the given rank from an orthonormal basis of random columns. */
async function projector(d: number, rank: number): Promise<Matrix<Float64Array>> {
  const { u } = await linalg.svd(random(d, rank, 5));
  return linalg.matmul(u, u, { transposeB: true });
}

describe('ridgeSolution', () => {
  it('grown batch by batch equals the published d×d system with everything in it', async () => {
    const d = 40;
    const beta = 0.7;
    const p = await projector(d, 25);
    let history: RidgeHistory | undefined;
    const raw: Matrix[] = [];
    // The last batches make N larger than d, where the d×d system has the smaller side.
    for (const [batch, size] of [6, 1, 9, 12, 20].entries()) {
      const keys = random(d, size, batch + 10);
      const result = await ridgeSolution(linalg, await linalg.matmul(p, keys), beta, history);
      history = result.history;
      raw.push(keys);
      const all = concatColumns(raw);
      const gram = await linalg.matmul(all, all, { transposeB: true });
      const system = sum(await linalg.matmul(p, gram), identity(d), beta);
      const published = await linalg.solve(system, await linalg.matmul(p, keys));
      expect(relativeDistance(result.solution.data, published.data)).toBeLessThan(SOLVE_TOLERANCE);
    }
  });

  it('keeps the factor of everything seen so far', async () => {
    let history: RidgeHistory | undefined;
    for (const batch of [0, 1, 2]) {
      history = (await ridgeSolution(linalg, random(20, 4, batch), 2, history)).history;
    }
    const { keys, factor } = history as Required<RidgeHistory>;
    const gram = sum(await linalg.matmul(keys, keys, { transposeA: true }), identity(12), 2);
    const product = await linalg.matmul(factor, factor, { transposeB: true });
    expect(relativeDistance(product.data, gram.data)).toBeLessThan(SOLVE_TOLERANCE);
    expect(columns(keys, 4, 8).data).toEqual(random(20, 4, 1).data);
  });
});
