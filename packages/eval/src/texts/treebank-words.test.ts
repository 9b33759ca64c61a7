import { describe, expect, it } from 'vitest';
import { treebankWords } from './treebank-words.js';

describe('treebankWords', () => {
  it.each([
    // The examples of NLTK's documentation.
    [
      'Good muffins cost $3.88\nin New York.  Please buy me\ntwo of them.\nThanks.',
      'Good muffins cost $ 3.88 in New York . Please buy me two of them . Thanks .',
    ],
    ["They'll save and invest more.", "They 'll save and invest more ."],
    ["hi, my name can't hello,", "hi , my name ca n't hello ,"],
    // By the rules of the Treebank.
    ["Ann's home (in Rome) isn't big; it cannot be.", "Ann 's home ( in Rome ) is n't big ; it can not be ."],
    ['He said "no" -- twice...', "He said `` no '' -- twice ..."],
    ['In 1,000 days, at 5:30', 'In 1,000 days , at 5:30'],
    ['Is it? Yes!', 'Is it ? Yes !'],
  ])('%j', (text, expected) => {
    expect(treebankWords(text).join(' ')).toBe(expected);
  });

  it('has no words for no text', () => {
    expect(treebankWords('')).toEqual([]);
    expect(treebankWords(' \n')).toEqual([]);
  });
});
