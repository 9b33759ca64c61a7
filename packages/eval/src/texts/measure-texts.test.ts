import type { Fact } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { bigramModel } from '../../test/bigram-model.js';
import { fluency } from '../metrics/fluency.js';
import { measureTexts, type WriteTexts } from './measure-texts.js';
import { readReferences } from './references.js';

const ann: Fact = { id: 'a', subject: 'Ann', prompt: '{} lives in', target: 'Rome', relation: 'P551' };
const bob: Fact = {
  subject: 'Bob',
  prompt: '{} lives in',
  target: 'Oslo',
  relation: 'P551',
  generationPrompts: ['Bob likes', "Bob doesn't"],
};
const write: WriteTexts = async (_, prompts) => prompts.map((prompt) => `${prompt} rome\n\nrome x y`);

describe('measureTexts', () => {
  it('writes from generation prompts or the edit itself, and measures by record', async () => {
    const references = await readReferences('{"relation":"P551","target":"Rome","texts":"rome lives"}');
    const model = await bigramModel({});
    const report = await measureTexts(model, [ann, bob], { write, references });
    expect(report.records.map(({ id, subject, texts }) => [id, subject, texts])).toEqual([
      ['a', 'Ann', ['Ann lives in rome rome x y']],
      [undefined, 'Bob', ['Bob likes rome rome x y', "Bob doesn't rome rome x y"]],
    ]);
    const means = report.records.map(({ texts }) => fluency(texts));
    expect(report.fluency).toMatchObject({ estimate: (means[0]! + means[1]!) / 2, n: 2 });
    // Both words are in the one document, so weigh the same: (1, 2)·(1, 1) / √(5 · 2).
    expect(report.consistency).toMatchObject({ n: 1, estimate: expect.closeTo(300 / Math.sqrt(10), 9) });
    expect(report.warnings).toMatchObject([{ code: 'no-references', data: { facts: 1 } }]);
  });

  it('splits contractions where compatible with the published figures', async () => {
    const model = await bigramModel({});
    const [plain, official] = [
      await measureTexts(model, [bob], { write }),
      await measureTexts(model, [bob], { write, compat: 'official' }),
    ];
    expect(official.fluency.estimate).toBeGreaterThan(plain.fluency.estimate);
    expect(plain.consistency).toBeUndefined();
    expect(plain.warnings).toEqual([]);
  });

  it('refuses no facts', async () => {
    await expect(measureTexts(await bigramModel({}), [], { write })).rejects.toMatchObject({
      code: 'no-facts',
    });
  });
});
