import { expect, it } from 'vitest';
import { chooseWeights } from '../src/node.js';

const GiB = 2 ** 30;
/** Eight billion parameters in bf16. */
const eight = { parameters: 8e9, bytes: 16e9 };
const small = { parameters: 1e8, bytes: 4e8 };

it.each([
  ['everything where there is room', eight, 'tensorflow', 64, 'float32'],
  ['as stored where float32 is too much', eight, 'tensorflow', 24, 'stored'],
  ['on disk where that is too much', eight, 'tensorflow', 16, 'disk'],
  ['outside the heap of WebAssembly', eight, 'wasm', 64, 'stored'],
  ['in the heap where it fits', small, 'wasm-blas', 64, 'float32'],
  ['on the card, whatever the machine has', eight, 'tensorflow-gpu', 8, 'float32'],
] as const)('%s', (_, summary, engine, gib, weights) => {
  expect(chooseWeights(summary, { engine, available: gib * GiB }).weights).toBe(weights);
});

it('asks the system where it is not told', () => {
  expect(chooseWeights(small, { engine: 'tensorflow' }).bytes.available).toBeGreaterThan(2 ** 26);
});
