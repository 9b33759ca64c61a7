import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { LinearAlgebra } from '@alphaedit/spec';
import { expect, it } from 'vitest';
import { spectralStatistics } from './spectral-statistics.js';

const d = 300;
const portable = createPortableLinearAlgebra();
/** A diagonal C₀: its eigenvectors are the unit vectors, so that P is known. */
const values = Float64Array.from({ length: d }, (_, i) => 40 * (((7 * i) % d) + 1) ** -2);

/** Statistics of it, and how often the whole of it was decomposed. */
function statistics(decomposed: boolean) {
  let whole = 0;
  const data = new Float64Array(d * d);
  for (let i = 0; i < d; i++) data[i * d + i] = values[i]!;
  const c0 = { rows: d, cols: d, data };
  const linalg: LinearAlgebra = { ...portable };
  const source = {
    ...{ modelHash: 'model', layers: [0] },
    secondMoment: async () => c0,
    eigen: () => {
      whole++;
      return portable.eigh(c0);
    },
    isDecomposed: () => decomposed,
  };
  return { ...spectralStatistics(source, linalg), decompositions: () => whole };
}

const ones = { rows: d, cols: 1, data: new Float64Array(d).fill(1) };
/** Some ε of the largest eigenvalue over the gap to the next. */
const SAME_SPACE = 1e-9;

it('computes only the directions that are preserved where they are few', async () => {
  const threshold = { kind: 'absolute', value: 0.5 } as const;
  const few = statistics(false);
  const projector = await few.projector(0, threshold);
  expect(few.decompositions()).toBe(0);
  expect(projector).toMatchObject({ dimension: d, nullDimension: d - 8, spans: 'preserved', warnings: [] });
  const { data } = await projector.project(ones);
  for (const [i, value] of values.entries()) {
    expect(Math.abs(data[i]! - Number(value < 0.5))).toBeLessThan(SAME_SPACE);
  }
  const theirs = await (await statistics(true).projector(0, threshold)).project(ones);
  for (const [i, value] of theirs.data.entries()) {
    expect(Math.abs(data[i]! - value)).toBeLessThan(SAME_SPACE);
  }
});

it('warns and refuses as with the whole spectrum', async () => {
  const hardly = await statistics(false).projector(0, { kind: 'absolute', value: 5 });
  expect(hardly.warnings.map(({ code }) => code)).toEqual(['null-space-is-everything']);
  expect(hardly.warnings[0]!.message).toContain('largest eigenvalue 40.0');
  await expect(statistics(false).projector(0, { kind: 'absolute', value: 1e-9 })).rejects.toMatchObject({
    code: 'empty-null-space',
  });
  await expect(statistics(false).projector(0, { kind: 'absolute', value: 0 })).rejects.toMatchObject({
    code: 'threshold-out-of-range',
  });
});

it('decomposes the whole for a share of the trace, and uses what is decomposed', async () => {
  const share = statistics(false);
  await share.projector(0, { kind: 'keep-trace', value: 0.9 });
  expect(share.decompositions()).toBe(1);
  const there = statistics(true);
  await there.projector(0, { kind: 'absolute', value: 0.5 });
  expect(there.decompositions()).toBe(1);
});
