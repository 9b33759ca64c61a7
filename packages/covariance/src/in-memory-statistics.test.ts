import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import { assertStatisticsFor } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { counting } from '../test/counting-linear-algebra.js';
import { sampleMoments } from '../test/sample-moments.js';
import { inMemoryStatistics } from './in-memory-statistics.js';
import { spectrum } from './spectrum.js';

const moments = sampleMoments();
const { modelHash } = moments.origin;

describe('inMemoryStatistics', () => {
  it('shows the spectrum of a layer', async () => {
    const statistics = inMemoryStatistics(moments, createPortableLinearAlgebra());
    const shown = await spectrum(statistics, 2);
    const { data } = moments.secondMoment(2);
    const trace = Array.from({ length: 12 }, (_, i) => data[i * 13]!).reduce((a, b) => a + b);
    expect(shown).toMatchObject({
      layer: 2,
      dimension: 12,
      smallest: shown.values[0],
      largest: shown.values[11],
    });
    expect(shown.trace).toBeCloseTo(trace, 12);
    expect([...shown.values]).toEqual([...shown.values].sort((a, b) => a - b));
    expect(shown.nullDimension({ kind: 'absolute', value: shown.largest * 2 })).toBe(12);
  });

  it('decomposes a layer once and makes each projector once', async () => {
    const linalg = counting();
    const statistics = inMemoryStatistics(moments, linalg);
    const threshold = { kind: 'keep-trace', value: 0.9 } as const;
    const first = await statistics.projector(1, threshold);
    expect(await statistics.projector(1, { ...threshold })).toBe(first);
    expect(await statistics.projector(1, { kind: 'keep-trace', value: 0.8 })).not.toBe(first);
    await spectrum(statistics, 1);
    expect(linalg.calls).toBe(1);
  });

  it('says which layers there are when asked for another', async () => {
    const statistics = inMemoryStatistics(moments, createPortableLinearAlgebra());
    const missing = { code: 'statistics-missing', data: { layer: 5, layers: [1, 2] } };
    await expect(statistics.secondMoment(5)).rejects.toMatchObject(missing);
    await expect(statistics.projector(5, { kind: 'absolute', value: 1 })).rejects.toMatchObject(missing);
    await expect(spectrum(statistics, 5)).rejects.toMatchObject(missing);
  });

  it('belongs to one model', () => {
    const statistics = inMemoryStatistics(moments, createPortableLinearAlgebra());
    expect(() => assertStatisticsFor(statistics, modelHash)).not.toThrow();
    expect(() => assertStatisticsFor(statistics, 'other')).toThrow(
      expect.objectContaining({ code: 'statistics-of-another-model' }),
    );
  });
});
