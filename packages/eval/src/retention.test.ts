import type { Fact } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { bigramModel } from '../test/bigram-model.js';
import { evaluate } from './evaluate.js';
import { retention, retentionCurve } from './retention.js';

const model = () => bigramModel({ lives: { Rome: 0.6, Oslo: 0.2 } });
const fact = (id: number, kept: boolean): Fact => ({
  id: String(id),
  subject: 'Ann',
  prompt: '{} lives',
  target: kept ? 'Rome' : 'Oslo',
  truth: kept ? 'Oslo' : 'Rome',
});

describe('retention', () => {
  // Batches of 2, 2, 1: the oldest lost, the second half kept, the youngest kept; one fact was never edited.
  const facts = [fact(0, false), fact(1, false), fact(2, false), fact(3, true), fact(4, true), fact(5, true)];
  const batches = [0, 0, 1, 1, 2, undefined];
  const sizes = [2, 2, 1];

  it('groups records by the number of facts edited after them, youngest first', async () => {
    const report = await evaluate(await model(), facts);
    const { groups, unedited } = retention(report, { batches, sizes });
    expect(unedited).toBe(1);
    expect(groups.map(({ age, facts, preference }) => [age, facts, preference.efficacy!.mean])).toEqual([
      [[0, 0], 1, 1],
      [[1, 1], 2, 0.5],
      [[3, 3], 2, 0],
    ]);
    expect(retentionCurve({ groups, unedited }, 'preference', 'efficacy').map(({ age }) => age)).toEqual([
      0, 1, 3,
    ]);
    expect(retentionCurve({ groups, unedited }, 'preference', 'specificity')).toEqual([]);
  });

  it('puts batches together where fewer groups are asked for', async () => {
    const report = await evaluate(await model(), facts);
    const { groups } = retention(report, { batches, sizes, groups: 2 });
    expect(groups.map(({ age, facts }) => [age, facts])).toEqual([
      [[0, 1], 3],
      [[3, 3], 2],
    ]);
  });

  it('refuses batches that do not fit', async () => {
    const report = await evaluate(await model(), facts);
    for (const options of [
      { batches: [0], sizes },
      { batches: batches.map(() => 3), sizes },
    ]) {
      expect(() => retention(report, options)).toThrowError(
        expect.objectContaining({ code: 'setting-out-of-range' }),
      );
    }
  });
});
