import { describe, expect, it } from 'vitest';
import { tfIdf } from '../texts/tf-idf.js';
import { consistency } from './consistency.js';

describe('consistency', () => {
  const weights = tfIdf(['rome italy', 'oslo norway']);

  it('is 100 for the same words and 0 for none in common', () => {
    expect(consistency(['rome', 'italy'], ['italy rome'], weights)).toBeCloseTo(100, 10);
    expect(consistency(['rome'], ['oslo norway'], weights)).toBe(0);
  });

  it('is worked out by hand: one of two equally rare words', () => {
    // (1, 0) against (1, 1)/√2
    expect(consistency(['rome'], ['rome italy'], weights)).toBeCloseTo(100 / Math.SQRT2, 10);
  });
});
