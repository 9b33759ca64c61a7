import { describe, expect, it } from 'vitest';
import { mcnemar } from './mcnemar.js';

const pairs = (both: number, first: number, second: number) => [
  ...new Array<[boolean, boolean]>(both).fill([true, true]),
  ...new Array<[boolean, boolean]>(first).fill([true, false]),
  ...new Array<[boolean, boolean]>(second).fill([false, true]),
];

describe('mcnemar', () => {
  it('is worked out by hand', () => {
    // 1 against 5 of 6: 2 · (1 + 6) / 64
    expect(mcnemar(pairs(10, 1, 5))).toEqual({
      onlyFirst: 1,
      onlySecond: 5,
      p: expect.closeTo(14 / 64, 12),
    });
    // 0 against 8: 2 / 256
    expect(mcnemar(pairs(0, 8, 0)).p).toBeCloseTo(2 / 256, 12);
  });

  it('is 1 for a tie and where no pair differs', () => {
    expect(mcnemar(pairs(3, 4, 4)).p).toBe(1);
    expect(mcnemar(pairs(3, 0, 0)).p).toBe(1);
    expect(mcnemar([]).p).toBe(1);
  });

  it('stays finite for thousands of pairs', () => {
    // z = 200 / √3000 = 3.65 for 1600 against 1400: p ≈ 2.6e-4 (exact with continuity: 2.8e-4)
    const { p } = mcnemar(pairs(0, 1400, 1600));
    expect(p).toBeGreaterThan(2.4e-4);
    expect(p).toBeLessThan(3e-4);
  });
});
