import type { WeightDelta } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { separable, withoutFacts } from './without-facts.js';

const left = { rows: 2, cols: 3, data: Float64Array.of(1, 2, 3, 4, 5, 6) };
const right = { rows: 3, cols: 3, data: Float32Array.of(1, 0, 2, 0, 1, 1, 3, 1, 0) };
const byFact: WeightDelta = {
  kind: 'low-rank',
  parameter: 'w',
  orientation: 'in-out',
  left,
  right,
  byFact: true,
};
const { byFact: _, ...joint } = byFact;
const dense: WeightDelta = { kind: 'dense', parameter: 'v', orientation: 'out-in', value: left };

/** ΔW in full. */
function product(delta: WeightDelta): number[] {
  if (delta.kind === 'dense') return [...delta.value.data];
  const { left: l, right: r } = delta;
  const entry = (i: number, j: number) =>
    Array.from({ length: l.cols }, (_, c) => l.data[i * l.cols + c]! * r.data[j * r.cols + c]!);
  return Array.from({ length: l.rows * r.rows }, (_, n) =>
    entry(Math.floor(n / r.rows), n % r.rows).reduce((sum, value) => sum + value, 0),
  );
}

describe('withoutFacts', () => {
  it('takes out what each fact added, and nothing else', () => {
    const [kept] = withoutFacts([byFact], 3, new Set([1]));
    const [only] = withoutFacts([byFact], 3, new Set([0, 2]));
    expect(kept).toMatchObject({ byFact: true, left: { rows: 2, cols: 2 }, right: { rows: 3, cols: 2 } });
    expect(product(kept!).map((value, i) => value + product(only!)[i]!)).toEqual(product(byFact));
    // r₁ a₁ᵀ by hand: (2, 5) times (0, 1, 1).
    expect(product(only!)).toEqual([0, 2, 2, 0, 5, 5]);
  });

  it('keeps precision, and the very deltas where nothing is taken out', () => {
    expect(withoutFacts([byFact, dense], 3, new Set())).toEqual([byFact, dense]);
    const [kept] = withoutFacts([byFact], 3, new Set([0]));
    expect(kept?.kind === 'low-rank' && kept.right.data).toBeInstanceOf(Float32Array);
    expect(kept?.kind === 'low-rank' && kept.left.data).toBeInstanceOf(Float64Array);
  });

  it('leaves no change when no fact is left, whatever the form', () => {
    expect(withoutFacts([byFact, dense], 3, new Set([0, 1, 2]))).toEqual([]);
  });

  it('does not guess where facts are not kept apart', () => {
    expect(separable([byFact], 3)).toBe(true);
    expect(separable([byFact], 2)).toBe(false);
    expect(separable([joint], 3)).toBe(false);
    expect(separable([dense], 3)).toBe(false);
    expect(() => withoutFacts([dense], 3, new Set([0]))).toThrow(RangeError);
    expect(() => withoutFacts([joint], 3, new Set([0]))).toThrow(RangeError);
  });
});
