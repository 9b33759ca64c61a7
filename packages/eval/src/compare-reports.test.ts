import type { Fact } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { bigramModel } from '../test/bigram-model.js';
import { compareReports } from './compare-reports.js';
import { evaluate } from './evaluate.js';

const facts: Fact[] = [
  { subject: 'Ann', prompt: '{} lives', target: 'Rome', truth: 'Oslo', paraphrases: ['Ann sleeps'] },
  { subject: 'Bob', prompt: '{} works', target: 'Rome', truth: 'Oslo' },
  { subject: 'Eve', prompt: '{} eats', target: 'Rome' },
];
const before = {
  lives: { Oslo: 0.6, Rome: 0.2 },
  works: { Oslo: 0.3, Rome: 0.5 },
  sleeps: { Oslo: 0.4, Rome: 0.1 },
};
const after = { ...before, lives: { Oslo: 0.2, Rome: 0.6 } };

describe('compareReports', () => {
  it('pairs the records that have a figure in both', async () => {
    const reports = await Promise.all(
      [before, after].map(async (table) => evaluate(await bigramModel(table), facts)),
    );
    const { preference, exactMatch } = compareReports(reports[0]!, reports[1]!);
    // Ann: 0 → 1, Bob: 1 → 1, Eve has no old answer.
    expect(preference.efficacy).toMatchObject({
      before: { mean: 0.5, n: 2 },
      after: { mean: 1, n: 2 },
      difference: { mean: 0.5, n: 2 },
      // Bob was right before: no success of the edit.
      gained: { mean: 1, n: 1 },
      kept: { mean: 1, n: 1 },
    });
    expect(preference.generalization).not.toHaveProperty('kept');
    expect(preference.generalization).toMatchObject({ difference: { mean: 0, ci95: [-1, 1], n: 1 } });
    expect(preference.specificity).toBeUndefined();
    expect(exactMatch.efficacy!.difference.n).toBe(3);
  });

  it('refuses reports about other facts', async () => {
    const model = await bigramModel(before);
    const report = await evaluate(model, facts);
    const fewer = await evaluate(model, facts.slice(0, 2));
    const other = await evaluate(model, [facts[0]!, { ...facts[1]!, target: 'Bonn' }, facts[2]!]);
    for (const second of [fewer, other]) {
      expect(() => compareReports(report, second)).toThrow(
        expect.objectContaining({ code: 'reports-differ' }),
      );
      expect(() => compareReports(second, report)).toThrow(
        expect.objectContaining({ code: 'reports-differ' }),
      );
    }
  });
});
