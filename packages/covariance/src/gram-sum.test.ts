import { describeEachEngine, expectNoTensorLeak, randomNumbers, relativeDistance } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { GramSum, gramBytes, gramMatrix } from './gram-sum.js';

const UNIT_ROUNDOFF = 2 ** -24;
/** Engines add up at most some 256 rows one by one, each with one rounding: together √256 of them. */
const PRODUCT_TOLERANCE = Math.sqrt(256) * UNIT_ROUNDOFF;
/**
 * Products of thousands of rows: the roundings of their blocks average out. Twice the expected 1.9, which is
 * √256 / 3 / √16 for the 16 blocks of 4096 rows and √16 / 3 for adding them. (Added one by one: √4096 / 3 = 21.)
 */
const LONG_PRODUCT_TOLERANCE = 4 * UNIT_ROUNDOFF;
/** Rows with a mean, as activations have: every entry of the Gram matrix grows with the number of rows. */
function rows(m: number, d: number, seed: number): Float32Array {
  return Float32Array.from(randomNumbers(m * d, seed), (x, i) => x + 0.5 * ((i % 3) - 1));
}

function gram64(batches: readonly Float32Array[], d: number): Float64Array {
  const out = new Float64Array(d * d);
  for (const batch of batches) {
    for (let r = 0; r < batch.length; r += d) {
      for (let i = 0; i < d; i++) {
        const x = batch[r + i]!;
        for (let j = 0; j < d; j++) out[i * d + j]! += x * batch[r + j]!;
      }
    }
  }
  return out;
}

async function summed(batches: readonly Float32Array[], d: number): Promise<Float64Array> {
  const sum = new GramSum(d);
  try {
    for (const batch of batches) {
      tf.tidy(() => sum.add(tf.tensor2d(batch.slice(), [batch.length / d, d])));
    }
    return gramMatrix(await sum.state()).data;
  } finally {
    sum.dispose();
  }
}

await describeEachEngine('GramSum', () => {
  it('is KᵀK, symmetric, whatever the number of panels', async () => {
    for (const d of [1, 5, 96, 1030]) {
      const batch = rows(9, d, d);
      const result = await expectNoTensorLeak(() => summed([batch], d));
      expect(relativeDistance(result, gram64([batch], d))).toBeLessThan(PRODUCT_TOLERANCE);
      for (let i = 0; i < d; i += 7)
        for (let j = 0; j < i; j++) expect(result[i * d + j]).toBe(result[j * d + i]);
    }
  });

  it('cuts a long batch into products of single precision', async () => {
    const d = 16;
    for (const count of [4096, 9000]) {
      const batch = rows(count, d, 2);
      const distance = relativeDistance(await summed([batch], d), gram64([batch], d));
      expect(distance).toBeLessThan(LONG_PRODUCT_TOLERANCE);
    }
  });

  it('adds a thousand products without rounding their sum', async () => {
    const d = 8;
    // Whole numbers below 1024: every product of three rows is exact in float32, on every engine and however its memory
    // lies, while their sum goes far beyond 2²⁴.
    const whole = (batch: Float32Array) => batch.map((x) => Math.round(1023 * Math.tanh(x)));
    const batches = Array.from({ length: 1000 }, (_, i) => whole(rows(3, d, i)));
    const exact = gram64(batches, d);
    expect(Float64Array.from(exact, Math.fround)).not.toEqual(exact);
    expect(await summed(batches, d)).toEqual(exact);
  });

  it('goes on from a state to the same bits', async () => {
    const d = 40;
    const batches = [1, 2, 3].map((seed) => rows(50, d, seed));
    const start = new GramSum(d);
    tf.tidy(() => start.add(tf.tensor2d(batches[0]!.slice(), [50, d])));
    const state = await start.state();
    start.dispose();
    const rest = new GramSum(d, state);
    for (const batch of batches.slice(1)) tf.tidy(() => rest.add(tf.tensor2d(batch.slice(), [50, d])));
    const resumed = gramMatrix(await rest.state()).data;
    rest.dispose();
    expect(resumed).toEqual(await summed(batches, d));
  });
});

describe('gramBytes', () => {
  it('counts a little more than a triangle of 8-byte numbers', () => {
    const full = 8 * 14_336 ** 2;
    expect(gramBytes(14_336)).toBeGreaterThan(full / 2);
    expect(gramBytes(14_336)).toBeLessThan(0.57 * full);
  });
});
