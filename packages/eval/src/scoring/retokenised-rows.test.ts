import { describe, expect, it } from 'vitest';
import { bigramModel } from '../../test/bigram-model.js';
import { retokenisedRows } from './retokenised-rows.js';
import { scoreAnswers } from './score-answers.js';

describe('retokenisedRows', () => {
  // A tokenizer that writes a token back without its space, and reads "NewYork" as one unknown word.
  const bigrams = { in: { New: 0.9 }, New: { York: 0.9 } };

  it('reads prompt and answer so far as text', async () => {
    const model = await bigramModel(bigrams);
    const { tokenizer } = model;
    const [inId, newId, york] = ['in', 'New', 'York'].map((word) => tokenizer.encode(word)[0]!);
    const rows = retokenisedRows(tokenizer, { prompt: 'in', answer: 'New York' });
    const unknown = tokenizer.encode('inNew')[0]!;
    expect(rows).toEqual([
      { ids: [inId], first: 0, targets: [newId] },
      { ids: [unknown], first: 0, targets: [york] },
    ]);
  });

  it('changes token accuracy only, and only with compat', async () => {
    const model = await bigramModel(bigrams);
    const question = { prompt: 'in', answer: 'New York' };
    const [correct] = await scoreAnswers(model, [question]);
    const [official] = await scoreAnswers(model, [question], { compat: 'official' });
    expect(correct).toMatchObject({ tokenAccuracy: 1, exactMatch: true });
    expect(official).toEqual({ ...correct, tokenAccuracy: 0.5 });
  });
});
