import { concatColumns, scale, zeros } from '@alphaedit/linalg';
import type { Matrix, Statistics } from '@alphaedit/spec';
import { randomNumbers, relativeDistance } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { linalg, secondMoment, settings } from '../../test/tiny.js';
import { ridgeSolver } from './ridge-solver.js';

/** Float64; the second moment has a condition number near 1e4. */
const SOLVE_TOLERANCE = 1e-9;
const d = 24;
const statistics: Statistics = {
  modelHash: 'none',
  layers: [1],
  secondMoment: async () => secondMoment(d, 1),
  projector: () => Promise.reject(new Error('not needed')),
};
/** What these solvers do not look at. */
const unused = {
  plainKeys: zeros(d, 5),
  meanKeys: zeros(d, 5),
  editorSettings: {},
};
const keysOf = (seed: number): Matrix<Float64Array> => ({
  rows: d,
  cols: 5,
  data: randomNumbers(d * 5, seed),
});

it.each([
  { sequential: false, name: 'memit' },
  { sequential: true, name: 'memit-seq' },
])('$name equals (λC₀ + … + KKᵀ)⁻¹K', async ({ sequential }) => {
  const solver = ridgeSolver({ sequential });
  let history = {};
  const seen: Matrix[] = [];
  for (const seed of [1, 2, 3]) {
    const keys = keysOf(seed);
    const result = await solver.solve({ ...unused, linalg, layer: 1, keys, settings, statistics, history });
    history = result.history;
    seen.push(keys);
    const inBracket = sequential ? concatColumns(seen) : keys;
    const system = scale(secondMoment(d, 1), settings.mom2UpdateWeight);
    const gram = await linalg.matmul(inBracket, inBracket, { transposeB: true });
    for (let i = 0; i < system.data.length; i++) system.data[i]! += gram.data[i]!;
    const expected = await linalg.solve(system, keys);
    expect(relativeDistance(result.weights.data, expected.data)).toBeLessThan(SOLVE_TOLERANCE);
  }
});

it('says that a singular second moment comes from too few tokens', async () => {
  const singular = {
    ...statistics,
    secondMoment: async () => ({ rows: d, cols: d, data: new Float64Array(d * d).fill(1) }),
  };
  await expect(
    ridgeSolver({ sequential: false }).solve({
      ...unused,
      linalg,
      layer: 1,
      keys: keysOf(1),
      settings,
      statistics: singular,
      history: {},
    }),
  ).rejects.toMatchObject({ code: 'second-moment-singular' });
});
