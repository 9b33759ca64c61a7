import { describe, expect, it } from 'vitest';
import type { EditedBatch } from '../edit-in-batches.js';
import { forgettingWarning, healthLimits, verdictOn } from './health-limits.js';

const batch = { batch: 3, from: 4, to: 6 } as EditedBatch;
const found = (perplexityRatio: number, ...weightRatio: number[]) => ({
  perplexityRatio,
  weightRatio: Object.fromEntries(weightRatio.entries()),
});

describe('limits', () => {
  it('are a doubled perplexity and no change of the weights unless given', () => {
    expect(healthLimits({})).toEqual({ maxPerplexityRatio: 2, maxWeightRatio: Number.POSITIVE_INFINITY });
    for (const bad of [{ maxPerplexityRatio: 1 }, { maxWeightRatio: 0 }, { maxWeightRatio: Number.NaN }]) {
      expect(() => healthLimits(bad)).toThrowError(expect.objectContaining({ code: 'setting-out-of-range' }));
    }
  });

  it('warn half of the way and end beyond, for the layer that changed most', () => {
    const limits = healthLimits({ maxWeightRatio: 10 });
    const said = (...args: Parameters<typeof found>) => {
      const { error, warnings } = verdictOn(batch, found(...args), limits);
      return [error?.code, ...warnings.map(({ code }) => code)];
    };
    expect(said(1.4, 1, 5)).toEqual([undefined]);
    expect(said(1.5, 1, 5)).toEqual([undefined, 'model-declining']);
    expect(said(1, 5.1, 2)).toEqual([undefined, 'weights-changing']);
    expect(said(2.1, 1)).toEqual(['model-collapsing']);
    expect(said(1, 1, 11)).toEqual(['model-collapsing']);
    expect(said(Number.NaN, 1)).toEqual(['model-collapsing']);
    expect(said(1, 1, Number.NaN)).toEqual(['model-collapsing']);
    expect(verdictOn(batch, found(1, 1, 11), limits).error!.message).toContain('layer 1 by 11 times');
  });
});

it('facts are forgotten once they were said, not where they never took', () => {
  expect(forgettingWarning(batch, { said: 0, of: 32 }, 0)).toBeUndefined();
  expect(forgettingWarning(batch, { said: 8, of: 32 }, 16)).toBeUndefined();
  expect(forgettingWarning(batch, { said: 7, of: 32 }, 16)).toMatchObject({ code: 'first-facts-forgotten' });
});
