import type { Fact } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { bigramModel } from '../test/bigram-model.js';
import { compareRuns } from './compare-runs.js';
import { evaluate } from './evaluate.js';

const facts = Array.from(
  { length: 8 },
  (_, i): Fact => ({
    id: String(i),
    subject: 'Ann',
    prompt: '{} lives',
    target: i < 6 ? 'Rome' : 'Oslo',
    truth: i < 6 ? 'Oslo' : 'Rome',
  }),
);

describe('compareRuns', () => {
  it('is worked out by hand', async () => {
    const first = await evaluate(await bigramModel({ lives: { Rome: 0.1, Oslo: 0.6 } }), facts);
    const second = await evaluate(await bigramModel({ lives: { Rome: 0.6, Oslo: 0.1 } }), facts);
    const { efficacy, generalization } = compareRuns(first, second).preference;
    expect(generalization).toBeUndefined();
    expect(efficacy!.first.mean).toBe(2 / 8);
    expect(efficacy!.second.mean).toBe(6 / 8);
    expect(efficacy!.difference).toMatchObject({ estimate: 0.5, n: 8 });
    // 2 only in the first, 6 only in the second: 2 · (1 + 8 + 28) / 256
    expect(efficacy!.mcnemar).toEqual({ onlyFirst: 2, onlySecond: 6, p: expect.closeTo(74 / 256, 12) });
    expect(efficacy!.difference.p).toBeGreaterThan(0.1);
    expect(compareRuns(first, first).preference.efficacy!.difference).toMatchObject({ estimate: 0, p: 1 });
  });

  it('gives token accuracy no test of right and wrong', async () => {
    const report = await evaluate(await bigramModel({}), facts);
    expect(compareRuns(report, report).tokenAccuracy.efficacy).not.toHaveProperty('mcnemar');
  });

  it('refuses other facts', async () => {
    const model = await bigramModel({});
    const [a, b] = [await evaluate(model, facts), await evaluate(model, facts.slice(1))];
    expect(() => compareRuns(a, b)).toThrowError(expect.objectContaining({ code: 'reports-differ' }));
  });
});
