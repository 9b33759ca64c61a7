import { describe, expect, it } from 'vitest';
import { spearman } from './spearman.js';

describe('spearman', () => {
  it('is 1 and −1 for any rising and falling relation', () => {
    expect(spearman([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3, 4], [0, -1, -5, -6])).toBeCloseTo(-1, 12);
  });

  it('is worked out by hand: 1 − 6 Σ d² / (n (n² − 1))', () => {
    // ranks 1 2 3 4 5 against 2 1 4 3 5: Σ d² = 4
    expect(spearman([10, 20, 30, 40, 50], [2, 1, 4, 3, 5])).toBeCloseTo(1 - (6 * 4) / (5 * 24), 12);
  });

  it('gives ties the mean of their ranks', () => {
    // ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4
    expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  it('has no value where nothing varies', () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
  });
});
