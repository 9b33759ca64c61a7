import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { Matrix, ModelPort } from '@alphaedit/spec';
import { expect, it } from 'vitest';
import { WeightHealth } from './weight-health.js';

it('compares weights with what they were before their first change', async () => {
  const matrix = (...values: number[]): Matrix<Float32Array> => ({
    rows: 2,
    cols: 2,
    data: Float32Array.from(values),
  });
  const original = matrix(3, 0, 0, 4);
  let weight = matrix(3, 0, 3, 4);
  const editable = [0, 1].map((block) => ({ name: `w${block}`, block }));
  const model = { info: { editable }, readWeight: async () => weight } as unknown as ModelPort;
  const health = new WeightHealth(model, createPortableLinearAlgebra());
  health.note({ parameters: ['w1'], before: new Map([['w1', original]]) });
  // The second change begins with other weights: these do not count.
  health.note({ parameters: ['w1'], before: new Map([['w1', weight]]) });
  expect(await health.weightRatio()).toEqual({ 1: 3 / 5 });
  weight = matrix(0, 0, 0, 0);
  expect(await health.weightRatio()).toEqual({ 1: 1 });
  weight = matrix(3, 0, 0, 4);
  expect(await health.weightRatio()).toEqual({ 1: 0 });
  expect(await health.subspaceOverlap()).toEqual({ 1: expect.closeTo(1, 6) });
});
