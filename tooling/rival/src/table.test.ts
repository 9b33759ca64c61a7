import { expect, it } from 'vitest';
import type { Outcome } from './request.js';
import { comparisonTable } from './table.js';

const outcome = (values: number, peakBytes: number): Outcome => ({
  seconds: { load: 1, covariance: 2, projector: 3, values, solve: 4 },
  peakBytes,
  tokens: 50,
  traces: {},
  nullDimensions: { 1: 8, 2: 9 },
  steps: [20, 5],
  versions: { engine: 'An engine', torch: '1.2.3' },
});
const round = (published: number, ours: number) => ({
  published: outcome(published, 2 ** 31),
  ours: outcome(ours, 2 ** 30),
  distances: { z: 1.234e-6, delta: { 1: 2e-4, 2: 3e-3 } },
});

it('gives medians of both sides and the median of the ratios within the rounds', () => {
  // Ratios 10, 2 and 4; medians 40 and 10, of which the ratio happens to be 4 as well.
  const table = comparisonTable([round(100, 10), round(10, 5), round(40, 10)]);
  expect(table).toContain('| values | 40 s | 10 s | 4.0 |');
  expect(table).toContain('| covariance | 2.00 s | 2.00 s | 1.0 |');
  expect(table).toContain('| all | 50 s | 20 s | 2.5 |');
  expect(table).toContain('| memory, peak | 2.00 GiB | 1.00 GiB | 2.0 |');
});

it('says how far the numbers are apart, by the worst layer', () => {
  const table = comparisonTable([round(4, 1)]);
  expect(table).toContain("‖z − z'‖/‖z'‖ 1.2e-6; ‖ΔW − ΔW'‖/‖ΔW'‖ at most 3.0e-3");
  expect(table).toContain('null dimensions 8, 9 and 8, 9; tokens 50 and 50; steps in all 25 and 25.');
  expect(table).toContain('Ours: An engine. Published: PyTorch 1.2.3.');
});
