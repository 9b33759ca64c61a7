import { float32ToBFloat16, float32ToFloat16 } from '@alphaedit/safetensors';
import { describe, expect, it } from 'vitest';
import { finiteHalves } from './finite-halves.js';

describe.each([
  ['BF16', float32ToBFloat16, 3.38e38],
  ['F16', float32ToFloat16, 65_504],
] as const)('%s', (dtype, narrow, largest) => {
  const finite = Float32Array.of(0, -0, 1, -1, largest, -largest, 1e-39, -1e-39, 0.1);
  const check = (values: Float32Array) => finiteHalves(new Uint8Array(narrow(values).buffer), dtype);

  it.each([finite.length, finite.length - 1, 1, 0])('lets %i finite numbers through', (count) => {
    expect(check(finite.slice(0, count))).toBe(true);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'finds %d at every place',
    (bad) => {
      for (const count of [finite.length, finite.length - 1]) {
        for (let at = 0; at < count; at++) {
          const values = finite.slice(0, count);
          values[at] = bad;
          expect(check(values), `at ${at} of ${count}`).toBe(false);
        }
      }
    },
  );
});
