import { startEngine } from '@alphaedit/engine/node';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { engineChecks } from './engine-checks.js';

beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
});
afterEach(() => vi.restoreAllMocks());

/** Titles of the checks that do not hold while one kernel of the engine is replaced. */
async function failures(
  kernelName: string,
  wrong: (right: tf.KernelFunc) => tf.KernelFunc,
): Promise<string[]> {
  const right = tf.getKernel(kernelName, tf.getBackend());
  tf.unregisterKernel(kernelName, tf.getBackend());
  tf.registerKernel({ ...right, kernelFunc: wrong(right.kernelFunc) });
  try {
    const failed: string[] = [];
    for (const { title, run } of engineChecks().checks) await run().catch(() => failed.push(title));
    return failed;
  } finally {
    tf.unregisterKernel(kernelName, tf.getBackend());
    tf.registerKernel(right);
  }
}

it('holds for an engine that is right', async () => {
  expect(await failures('Tanh', (right) => right)).toEqual([]);
});

it('catches a kernel that computes something else', async () => {
  const cosine = tf.getKernel('Cos', tf.getBackend()).kernelFunc;
  expect(await failures('Sin', () => cosine)).toEqual(['elementwise functions']);
});

it('catches a kernel that ignores a transposition', async () => {
  const failed = await failures(
    'BatchMatMul',
    (right) => (params) =>
      right({ ...params, attrs: { ...params.attrs, transposeB: false } as typeof params.attrs }),
  );
  expect(failed.some((title) => title.startsWith('matMul NT'))).toBe(true);
  expect(failed.some((title) => title.startsWith('matMul NN'))).toBe(false);
});

it('catches a kernel that leaves a tensor behind', async () => {
  const failed = await failures('OneHot', (right) => (params) => {
    tf.keep(tf.scalar(1));
    return right(params);
  });
  expect(failed).toEqual([expect.stringContaining('oneHot')]);
});
