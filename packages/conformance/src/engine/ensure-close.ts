import type { Tensor } from '@tensorflow/tfjs-core';
import { ensure } from '../conformance-error.js';
import type { NdArray } from './reference-ops.js';

/**
 * Holds when the shapes are equal and max |actual − expected| ≤ tolerance · max(1, max |expected|).
 * Disposes of `actual`.
 *
 * @throws {ConformanceError}
 */
export async function ensureClose(actual: Tensor, expected: NdArray, tolerance: number): Promise<void> {
  const { shape } = actual;
  const values = await actual.data();
  actual.dispose();
  ensure(
    String(shape) === String(expected.shape),
    `The result is [${shape}].`,
    `Its shape should be [${expected.shape}].`,
  );
  let scale = 1;
  let error = 0;
  expected.data.forEach((value, i) => {
    scale = Math.max(scale, Math.abs(value));
    const gap = Math.abs(values[i]! - value);
    if (!(gap <= error)) error = gap; // also true for NaN
  });
  ensure(
    error / scale <= tolerance,
    `The largest difference from float64 is ${error / scale}, relative to values of up to ${scale}.`,
    `At most ${tolerance} is rounding.`,
  );
}
