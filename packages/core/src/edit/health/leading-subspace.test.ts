import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { Matrix } from '@alphaedit/spec';
import { randomNumbers } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { leadingSubspace, subspaceOverlap } from './leading-subspace.js';

const linalg = createPortableLinearAlgebra();
const K = 3;
/** Vectors found to the root of the tolerance of their values, 1e-4, or better. */
const CLOSE = 3;

/** Singular values 1, r, r², … on random directions. */
async function decaying(rows: number, cols: number, r: number, seed: number): Promise<Matrix> {
  const random = (m: number, n: number, from: number) => ({
    rows: m,
    cols: n,
    data: randomNumbers(m * n, from),
  });
  const k = Math.min(rows, cols);
  const { u } = await linalg.svd(random(rows, k, seed));
  const { u: v } = await linalg.svd(random(cols, k, seed + 1));
  const scaled = { ...u, data: u.data.map((value, i) => value * r ** (i % k)) };
  return linalg.matmul(scaled, v, { transposeB: true });
}

describe.each([
  ['tall', 40, 17],
  ['wide', 17, 40],
  ['smaller than the block', 6, 9],
])('of a matrix that is %s', (_, rows, cols) => {
  it('finds what a decomposition gives', async () => {
    const w = await decaying(rows, cols, 0.6, 7);
    const found = await leadingSubspace(linalg, w, { k: K });
    const exact = await linalg.svd(w);
    for (let i = 0; i < K; i++) expect(found.values[i]).toBeCloseTo(exact.values[i]!, CLOSE);
    const first = { values: exact.values.slice(0, K), u: exact.u, v: exact.v };
    expect(await subspaceOverlap(linalg, first, found)).toBeCloseTo(1, CLOSE);
  });
});

it('gives the same from a start nearby', async () => {
  const w = await decaying(30, 50, 0.7, 9);
  const { v } = await leadingSubspace(linalg, w, { k: K });
  const moved = { ...w, data: (w.data as Float64Array).map((value, i) => value + 1e-3 * Math.sin(i)) };
  const [cold, warm] = [
    await leadingSubspace(linalg, moved, { k: K }),
    await leadingSubspace(linalg, moved, { k: K, start: v }),
  ];
  expect(await subspaceOverlap(linalg, cold, warm)).toBeCloseTo(1, CLOSE);
});

it('has the overlap of chance, about k/d, for unrelated matrices, and 1 for a matrix and its multiple', async () => {
  const [a, b] = [await decaying(60, 60, 0.8, 11), await decaying(60, 60, 0.8, 13)];
  const [first, second] = [
    await leadingSubspace(linalg, a, { k: K }),
    await leadingSubspace(linalg, b, { k: K }),
  ];
  expect(await subspaceOverlap(linalg, first, second)).toBeLessThan(4 * (K / 60));
  const twice = { ...a, data: (a.data as Float64Array).map((value) => -2 * value) };
  expect(await subspaceOverlap(linalg, first, await leadingSubspace(linalg, twice, { k: K }))).toBeCloseTo(
    1,
    CLOSE,
  );
});
