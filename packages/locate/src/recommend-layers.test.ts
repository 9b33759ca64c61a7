import { expect, it } from 'vitest';
import type { AverageTrace } from './average-traces.js';
import { recommendLayers } from './recommend-layers.js';

/** An average with these MLP effects at the subject's last token, and with the whole subject restored. */
function average(atLast: readonly number[], whole: readonly number[] = atLast, half = 0.01): AverageTrace {
  const interval = (mean: number) => ({ mean, ci95: [mean - half, mean + half] as const, n: 50 });
  return {
    facts: 50,
    blocks: atLast.length,
    window: 1,
    high: interval(0.9),
    low: interval(0.1),
    totalEffect: interval(0.8),
    effects: { mlp: { subjectLast: atLast.map(interval) } },
    subjectEffects: { mlp: whole.map(interval) },
  };
}

it('takes the neighbours of the peak that have at least half of its effect', () => {
  const { layers, peak, warnings } = recommendLayers(average([0.1, 0.24, 0.4, 0.2, 0.19, 0.3, 0]));
  expect(layers).toEqual([1, 2, 3]);
  expect(peak.block).toBe(2);
  expect(warnings).toEqual([]);
});

it('takes five blocks at most, the stronger side first, and never the last of the model', () => {
  const flat = recommendLayers(average([0.3, 0.31, 0.32, 0.4, 0.39, 0.38, 0.37, 0.36]));
  expect(flat.layers).toEqual([3, 4, 5, 6, 2].sort());
  expect(recommendLayers(average([0.1, 0.2, 0.5])).layers).toEqual([0, 1]);
});

it('takes the whole subject where its last token shows nothing, and says so', () => {
  const { layers, reasoning, warnings } = recommendLayers(
    average([0.001, 0.002, 0.004, 0], [0.2, 0.15, 0.01, 0]),
  );
  expect(layers).toEqual([0, 1]);
  expect(reasoning[0]).toMatch(/No single token holds the subject/);
  expect(warnings).toEqual([]);
});

it('warns where neither shows anything', () => {
  const { warnings } = recommendLayers(average([0.001, 0.005, 0.001, 0]));
  expect(warnings).toMatchObject([{ code: 'no-early-site' }]);
});

it('refuses traces without MLP effects', () => {
  const { effects: _, ...rest } = average([0.1]);
  expect(() => recommendLayers({ ...rest, effects: {} })).toThrow(
    expect.objectContaining({ code: 'no-mlp-effect' }),
  );
});
