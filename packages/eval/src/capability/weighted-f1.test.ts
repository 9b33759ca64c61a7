import { describe, expect, it } from 'vitest';
import { weightedF1 } from './weighted-f1.js';

const zip = (labels: number[], predictions: number[]) =>
  labels.map((label, i): [number, number] => [label, predictions[i]!]);

describe('weightedF1', () => {
  it("agrees with scikit-learn's documented example", () => {
    expect(weightedF1(zip([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]))).toBeCloseTo(0.2666666, 6);
  });

  it('is worked out by hand', () => {
    // class 1: 3 of them, TP 2, FP 1, FN 1: 4/6; class 0: 2 of them, TP 1, FP 1, FN 1: 2/4
    expect(weightedF1(zip([1, 1, 1, 0, 0], [1, 1, 0, 1, 0]))).toBeCloseTo((3 * (4 / 6) + 2 * 0.5) / 5, 12);
  });

  it('is 1 for all right, 0 for all wrong, and takes predictions of no class', () => {
    expect(weightedF1(zip([0, 1], [0, 1]))).toBe(1);
    expect(weightedF1(zip([0, 1], [1, 0]))).toBe(0);
    // class 0: TP 1, FN 1: 2/3
    expect(weightedF1(zip([0, 0], [0, -1]))).toBeCloseTo(2 / 3, 12);
  });
});
