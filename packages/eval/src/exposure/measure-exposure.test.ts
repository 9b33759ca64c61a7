import type { Fact } from '@alphaedit/spec';
import { expect, it } from 'vitest';
import { bigramModel } from '../../test/bigram-model.js';
import { measureExposure } from './measure-exposure.js';

const bigrams = {
  lives: { Rome: 0.6, Oslo: 0.3, Bonn: 0.05 },
  home: { Oslo: 0.7, Rome: 0.1 },
  works: { Rome: 0.5, Bonn: 0.3, New: 0.1 },
  New: { York: 0.5, Delhi: 0.1 },
};
const facts: Fact[] = [
  { subject: 'Ann', prompt: '{} lives', target: 'Rome', truth: 'Oslo', paraphrases: ['Ann home'] },
  { subject: 'Eve', prompt: '{} works', target: 'Rome', truth: 'New York' },
  { subject: 'Bob', prompt: '{} lives', target: 'Oslo', truth: 'Rome' },
  { subject: 'Cid', prompt: '{} lives', target: 'Rome', truth: 'Bonn' },
  { subject: 'Dan', prompt: '{} lives', target: 'Rome' },
];

it('is worked out by hand', async () => {
  const exposure = await measureExposure(await bigramModel(bigrams), facts, { budget: 2 });
  expect(exposure.records).toEqual([
    // Second after lives, first after home.
    { subject: 'Ann', truth: 'Oslo', probability: expect.closeTo((0.3 + 0.7) / 2, 5), said: 0.5, rank: 1 },
    // New is third after works; York is the likeliest after New.
    { subject: 'Eve', truth: 'New York', probability: expect.closeTo(0.1 * 0.5, 5), said: 0, rank: 3 },
    { subject: 'Bob', truth: 'Rome', probability: expect.closeTo(0.6, 5), said: 1, rank: 1 },
    { subject: 'Cid', truth: 'Bonn', probability: expect.closeTo(0.05, 5), said: 0, rank: 3 },
  ]);
  expect(exposure.budget).toBe(2);
  expect(exposure.probability).toMatchObject({
    mean: expect.closeTo((0.5 + 0.05 + 0.6 + 0.05) / 4, 5),
    n: 4,
  });
  expect(exposure.said.mean).toBeCloseTo((0.5 + 0 + 1 + 0) / 4, 12);
  expect(exposure.recovered.mean).toBeCloseTo(2 / 4, 12);
  expect(exposure.warnings).toMatchObject([{ code: 'no-truth', data: { facts: 1 } }]);
});

it('holds it against subjects of which the answer was never true', async () => {
  const exposure = await measureExposure(await bigramModel(bigrams), facts, { budget: 1 });
  // Ann's Oslo is asked of Cid, at both prompts; Cid's Bonn of Ann; Bob's Rome of nobody: the others have it as target.
  const { strangers } = exposure;
  expect(strangers!.probability).toMatchObject({ mean: expect.closeTo((0.5 + 0.05) / 2, 5), n: 2 });
  expect(strangers).toMatchObject({ said: { mean: 0.25 }, recovered: { mean: 0.5 } });
});

it('has no strangers where no two facts share a prompt', async () => {
  expect(await measureExposure(await bigramModel(bigrams), facts.slice(0, 2))).not.toHaveProperty(
    'strangers',
  );
});

it('refuses facts without old answers, and budgets that are none', async () => {
  const model = await bigramModel(bigrams);
  await expect(measureExposure(model, [facts[4]!])).rejects.toMatchObject({ code: 'no-old-answers' });
  for (const budget of [0, 1.5, Number.NaN]) {
    await expect(measureExposure(model, facts, { budget })).rejects.toMatchObject({
      code: 'setting-out-of-range',
    });
  }
});
