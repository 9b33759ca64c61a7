import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { Matrix } from '@alphaedit/spec';
import { randomNumbers, relativeDistance } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { randomSpd } from '../test/random-spd.js';
import { createProjector } from './create-projector.js';

/** Float64 products of orthonormal bases of dimension 30. */
const PROJECTOR_TOLERANCE = 1e-12;

const linalg = createPortableLinearAlgebra();
const d = 30;
const C = randomSpd(d, 3);
const eigen = await linalg.eigh(C);
const keys: Matrix<Float64Array> = { rows: d, cols: 4, data: randomNumbers(d * 4, 9) };

/** P · K with the dense P of the definition. */
function projectDense(cut: number, K: Matrix): Float64Array {
  const out = new Float64Array(d * K.cols);
  for (let e = 0; e < cut; e++) {
    for (let c = 0; c < K.cols; c++) {
      let along = 0;
      for (let i = 0; i < d; i++) along += eigen.vectors.data[i * d + e]! * K.data[i * K.cols + c]!;
      for (let i = 0; i < d; i++) out[i * K.cols + c]! += along * eigen.vectors.data[i * d + e]!;
    }
  }
  return out;
}

/** A threshold that puts exactly `cut` eigenvalues below it. */
const under = (cut: number) => ({
  kind: 'absolute' as const,
  value: cut === d ? 2 * eigen.values[d - 1]! : (eigen.values[cut - 1]! + eigen.values[cut]!) / 2,
});

describe('createProjector', () => {
  it.each([1, 10, 15, 16, 24, 29, 30])('with %i null directions is the dense projector', async (cut) => {
    const projector = createProjector(eigen, under(cut), { linalg });
    expect(projector).toMatchObject({
      dimension: d,
      nullDimension: cut,
      spans: cut <= 15 ? 'null' : 'preserved',
    });
    expect(projector.basis).toMatchObject({ rows: d, cols: Math.min(cut, d - cut) });
    const PK = await projector.project(keys);
    expect(relativeDistance(PK.data, projectDense(cut, keys))).toBeLessThan(PROJECTOR_TOLERANCE);
    expect(relativeDistance((await projector.project(PK)).data, PK.data)).toBeLessThan(PROJECTOR_TOLERANCE);
  });

  it('takes away what the preserved keys need: ‖C₀P‖ is the largest eigenvalue under the threshold', async () => {
    const projector = createProjector(eigen, under(20), { linalg });
    const PC = await projector.project(C);
    const [norm] = await linalg.singularValues(PC);
    expect(norm).toBeCloseTo(eigen.values[19]!, 12);
  });

  it('leaves its input alone, takes float32 and no columns at all', async () => {
    const projector = createProjector(eigen, under(20), { linalg });
    const single = { rows: d, cols: 4, data: Float32Array.from(keys.data) };
    const before = single.data.slice();
    const PK = await projector.project(single);
    expect(PK.data).toBeInstanceOf(Float64Array);
    expect(single.data).toEqual(before);
    expect((await projector.project({ rows: d, cols: 0, data: new Float64Array(0) })).data).toHaveLength(0);
    await expect(projector.project({ rows: 3, cols: 1, data: new Float64Array(3) })).rejects.toMatchObject({
      code: 'shape-mismatch',
    });
  });

  it('with a share of the trace preserves that share', () => {
    const projector = createProjector(eigen, { kind: 'keep-trace', value: 0.9 }, { linalg });
    const total = eigen.values.reduce((a, b) => a + b);
    const kept = eigen.values.subarray(projector.nullDimension).reduce((a, b) => a + b);
    expect(kept / total).toBeGreaterThanOrEqual(0.9);
  });

  it('warns when nothing is preserved, with the spectrum', () => {
    const { warnings } = createProjector(eigen, under(30), { linalg, layer: 4 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({
      code: 'null-space-is-everything',
      data: {
        layer: 4,
        dimension: d,
        nullDimension: d,
        largest: eigen.values[d - 1],
        smallest: eigen.values[0],
        preservedTrace: 0,
      },
    });
    expect(warnings[0]!.message).toContain('Layer 4');
    expect(warnings[0]!.message).toContain('0 of 30 directions');
  });

  it.each([
    [990, 'null-space-is-everything'],
    [989, undefined],
    [11, undefined],
    [10, 'null-space-is-nearly-empty'],
  ])('of 1000 directions, %i in the null space: %s', (cut, code) => {
    const n = 1000;
    const values = Float64Array.from({ length: n }, (_, i) => (i < cut ? 0.001 : 1));
    const vectors = { rows: n, cols: n, data: new Float64Array(n * n) };
    const { warnings } = createProjector({ values, vectors }, { kind: 'absolute', value: 0.02 }, { linalg });
    expect(warnings.map((warning) => warning.code)).toEqual(code ? [code] : []);
  });

  it('hands on the warnings it is given and has none of its own in between', () => {
    const given = [{ code: 'spectrum-not-stored', message: 'x' }];
    expect(createProjector(eigen, under(20), { linalg, warnings: given }).warnings).toEqual(given);
  });

  it('refuses P = 0 with the figures and the way out', () => {
    const threshold = { kind: 'absolute' as const, value: eigen.values[0]! / 2 };
    expect(() => createProjector(eigen, threshold, { linalg, layer: 2 })).toThrow(
      expect.objectContaining({
        code: 'empty-null-space',
        message: expect.stringContaining('Layer 2'),
        hint: expect.stringContaining('`nullSpaceKeepTrace`'),
        data: expect.objectContaining({
          layer: 2,
          threshold,
          dimension: d,
          nullDimension: 0,
          largest: eigen.values[d - 1],
        }),
      }),
    );
  });
});
