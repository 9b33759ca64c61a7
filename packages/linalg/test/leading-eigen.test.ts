import { seededRandom } from '@alphaedit/spec';
import { expect, it } from 'vitest';
import { createPortableLinearAlgebra, type LeadingEigen, leadingEigen } from '../src/index.js';
import { createLapackLinearAlgebra, loadBlas } from '../src/node.js';
import { apply, chain, departureFromOrthonormal, relativeDifference } from './probe.js';
import { withEigenvalues } from './random.js';

// Errors of an eigenspace are those of the matrix, some ε of its norm, over its gap to the rest: at least 1e-3 here.
const SAME_SPACE = 1e-9;
const SAME_VALUES = 1e-12;
const d = 480;
const random = seededRandom(5);
/** Eigenvalues as second moments have them: a few large ones, a long tail. */
const powerLaw = (power: number) => Array.from({ length: d }, (_, i) => 50 * (i + 1) ** -power);

const blas = loadBlas();
const providers = [
  ['portable', createPortableLinearAlgebra()] as const,
  ...(blas?.hasLapack ? [['lapack', createLapackLinearAlgebra(blas)] as const] : []),
];

/** x ↦ U Uᵀ x */
const projection = ({ vectors }: Pick<LeadingEigen, 'vectors'>) =>
  chain(apply(vectors), apply(vectors, true));

it.each(providers)('finds what a whole decomposition finds from the bound on: %s', async (_, linalg) => {
  for (const [power, k] of [
    [1.2, 12],
    [2, 9],
    [3, 4],
  ] as const) {
    const values = powerLaw(power);
    const c = withEigenvalues(
      [...values].sort(() => random() - 0.5),
      k,
    );
    const bound = (values[k - 1]! + values[k]!) / 2;
    const found = (await leadingEigen(linalg, c, bound))!;
    expect(found.values).toHaveLength(k);
    const whole = await linalg.eigh(c);
    for (const [i, value] of found.values.entries()) {
      expect(Math.abs(value - whole.values[d - k + i]!)).toBeLessThan(SAME_VALUES * values[0]!);
    }
    expect(departureFromOrthonormal(found.vectors)).toBeLessThan(SAME_VALUES);
    const columns = Array.from({ length: d * k }, (_, p) => {
      const [row, column] = [Math.floor(p / k), p % k];
      return whole.vectors.data[row * d + d - k + column]!;
    });
    const theirs = { vectors: { rows: d, cols: k, data: Float64Array.from(columns) } };
    expect(relativeDifference(projection(found), projection(theirs), d)).toBeLessThan(SAME_SPACE);
  }
});

it('finds eigenvalues of a multiplicity beyond its block', async () => {
  const values = [9, ...Array<number>(18).fill(4), ...Array<number>(d - 19).fill(0.001)];
  const c = withEigenvalues(values, 3);
  const found = (await leadingEigen(providers.at(-1)![1], c, 1))!;
  expect(found.values).toHaveLength(19);
  // C = C P + 0.001 (I − P) with P the projection on what was found.
  const rebuilt = (x: Float64Array) => {
    const along = projection(found)(x);
    const above = apply(c)(along);
    return x.map((value, i) => above[i]! + 0.001 * (value - along[i]!));
  };
  expect(relativeDifference(rebuilt, apply(c), d)).toBeLessThan(SAME_SPACE);
});

it('finds nothing where nothing is there, and leaves what is not thin to a whole decomposition', async () => {
  const [, linalg] = providers.at(-1)!;
  const c = withEigenvalues(powerLaw(2), 4);
  expect((await leadingEigen(linalg, c, 51))!.values).toHaveLength(0);
  expect(await leadingEigen(linalg, c, 1e-6)).toBeUndefined();
  const small = withEigenvalues([3, 2, 1], 1);
  expect(await leadingEigen(linalg, small, 2.5)).toBeUndefined();
});

it('gives up on a bound in a cluster that rounding cannot separate', async () => {
  const cluster = Array.from({ length: 30 }, (_, i) => 1 + (i - 15) * 1e-16);
  const c = withEigenvalues([5, ...cluster, ...Array<number>(d - 31).fill(0.1)], 2);
  const found = await leadingEigen(providers.at(-1)![1], c, 1);
  // Whichever side rounding puts them on: what is given is proven, or nothing is.
  if (found) expect(found.values.every((value) => value >= 1)).toBe(true);
});

it('refuses what is no finite square matrix', async () => {
  const [, linalg] = providers[0]!;
  const flat = { rows: 2, cols: 3, data: new Float64Array(6) };
  await expect(leadingEigen(linalg, flat, 1)).rejects.toMatchObject({ code: 'not-square' });
  const broken = { rows: 2, cols: 2, data: Float64Array.of(1, 0, 0, Number.NaN) };
  await expect(leadingEigen(linalg, broken, 1)).rejects.toMatchObject({ code: 'non-finite' });
});
