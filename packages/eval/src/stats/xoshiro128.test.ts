import { describe, expect, it } from 'vitest';
import { xoshiro128 } from './xoshiro128.js';

describe('xoshiro128', () => {
  it('repeats by its seed and differs between seeds', () => {
    const take = (seed: number) => Array.from({ length: 5 }, xoshiro128(seed));
    expect(take(3)).toEqual(take(3));
    expect(take(3)).not.toEqual(take(4));
  });

  it('is uniform: mean 1/2, variance 1/12, neighbours uncorrelated', () => {
    const n = 20_000;
    const random = xoshiro128(0);
    const x = Array.from({ length: n }, random);
    const mean = x.reduce((sum, value) => sum + value, 0) / n;
    const moment = (lag: number) =>
      x.slice(lag).reduce((sum, value, i) => sum + (value - 0.5) * (x[i]! - 0.5), 0) / n;
    // Five standard errors of each.
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * n));
    expect(Math.abs(moment(0) - 1 / 12)).toBeLessThan((5 * Math.sqrt(1 / 180)) / Math.sqrt(n));
    expect(Math.abs(moment(1))).toBeLessThan(5 / 12 / Math.sqrt(n));
  });
});
