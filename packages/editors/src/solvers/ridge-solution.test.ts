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
      const result = await ridgeSolution(linalg, {
        newKeys: await linalg.matmul(p, keys),
        ridge: beta,
        history,
      });
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
      history = (await ridgeSolution(linalg, { newKeys: random(20, 4, batch), ridge: 2, history })).history;
    }
    const { keys, factor } = history as Required<RidgeHistory>;
    const gram = sum(await linalg.matmul(keys, keys, { transposeA: true }), identity(12), 2);
    const product = await linalg.matmul(factor, factor, { transposeB: true });
    expect(relativeDistance(product.data, gram.data)).toBeLessThan(SOLVE_TOLERANCE);
    expect(columns(keys, 4, 8).data).toEqual(random(20, 4, 1).data);
  });

  // d = 40: the dual form, the change to the primal one, and the primal one.
  it.each([[[6, 5, 9, 4, 3]], [[15, 15, 12, 4, 3]], [[30, 20, 6, 4, 3]]])(
    'with columns taken out and put back equals the problem that never had them, batches of %j',
    async (sizes) => {
      const d = 40;
      const beta = 0.7;
      // What is out before each batch.
      const outs = [[], [2], [2, 7, 8], [7], []].map((out) => new Set<number>(out));
      let history: RidgeHistory | undefined;
      let all: Matrix = { rows: d, cols: 0, data: new Float64Array(0) };
      for (const [batch, size] of sizes.entries()) {
        const newKeys = random(d, size, batch + 10);
        const takenOut = outs[batch]!;
        const found = await ridgeSolution(linalg, { newKeys, ridge: beta, history, takenOut });
        history = found.history;
        const counting = [...Array(all.cols).keys()].filter((column) => !takenOut.has(column));
        const none = columns(all, 0, 0);
        const kept = concatColumns([none, ...counting.map((column) => columns(all, column, column + 1))]);
        const fresh = await ridgeSolution(linalg, { newKeys, ridge: beta, history: { keys: kept } });
        expect(relativeDistance(found.solution.data, fresh.solution.data)).toBeLessThan(SOLVE_TOLERANCE);
        all = concatColumns([all, newKeys]);
        expect(history.keys!.data).toEqual(all.data);
      }
    },
  );

  it('refuses to take out what it was given without keys', async () => {
    const request = { newKeys: random(3, 1, 1), ridge: 1, history: { gram: identity(3) } };
    await expect(ridgeSolution(linalg, request)).resolves.toMatchObject({ history: { gram: { rows: 3 } } });
    await expect(ridgeSolution(linalg, { ...request, takenOut: new Set([0]) })).rejects.toMatchObject({
      code: 'not-separable',
    });
  });
});
