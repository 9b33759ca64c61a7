import { describe, expect, it } from 'vitest';
import { bootstrap } from './bootstrap.js';
import { bootstrapMean } from './bootstrap-mean.js';

describe('bootstrap', () => {
  it('has no figure for no records and no width for equal ones', () => {
    expect(bootstrapMean([])).toBeUndefined();
    expect(bootstrapMean([2, 2, 2])).toEqual({ estimate: 2, interval: [2, 2], n: 3 });
  });

  it('repeats by its seed', () => {
    const values = Array.from({ length: 30 }, (_, i) => Math.sqrt(i));
    expect(bootstrapMean(values, { seed: 1 })).toEqual(bootstrapMean(values, { seed: 1 }));
    expect(bootstrapMean(values, { seed: 1 })).not.toEqual(bootstrapMean(values, { seed: 2 }));
  });

  it('is the exact distribution of two records: means 0, 1/2, 1/2, 1 with equal weight', () => {
    // The middle half of {0, ½, ½, 1} is [½, ½] up to ties at the quartiles; the middle 90 % is [0, 1].
    expect(bootstrapMean([0, 1], { samples: 999, level: 0.9 })!.interval).toEqual([0, 1]);
    expect(bootstrapMean([0, 1], { samples: 999, level: 0.4 })!.interval).toEqual([0.5, 0.5]);
  });

  it('agrees with the normal interval for many records', () => {
    const values = Array.from({ length: 400 }, (_, i) => (i * 37) % 400);
    const { estimate, interval } = bootstrapMean(values, { samples: 4000 })!;
    const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - estimate) ** 2, 0) / values.length);
    const half = (1.96 * sd) / Math.sqrt(values.length);
    // Quantiles of 4000 resamples are off by a few per cent of the half-width.
    expect(Math.abs(interval[0] - (estimate - half))).toBeLessThan(0.08 * half);
    expect(Math.abs(interval[1] - (estimate + half))).toBeLessThan(0.08 * half);
  });

  it('takes any figure, and leaves out resamples in which it is not finite', () => {
    const spread = bootstrap(3, (indices) => Math.max(...indices) - Math.min(...indices))!;
    expect(spread).toMatchObject({ estimate: 2, n: 3 });
    const odd = bootstrap(2, (indices) => (indices[0] === indices[1] ? Number.NaN : 1))!;
    expect(odd.interval).toEqual([1, 1]);
  });

  it('refuses what cannot be drawn', () => {
    for (const options of [{ samples: 0 }, { level: 1 }, { samples: 1.5 }]) {
      expect(() => bootstrapMean([1], options)).toThrowError(
        expect.objectContaining({ code: 'setting-out-of-range' }),
      );
    }
  });
});
