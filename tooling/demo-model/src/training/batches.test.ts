import { describe, expect, it } from 'vitest';
import { NARRATIVE } from '../world/documents.js';
import { type BatchSource, createBatches } from './batches.js';

/** Words are tokens; a space before a word makes it another token, as in a byte-level BPE. */
const vocabulary: string[] = ['<end>'];
const encode = (text: string): number[] =>
  (text.match(/ ?[^ ]+/g) ?? []).map((word) => {
    if (!vocabulary.includes(word)) vocabulary.push(word);
    return vocabulary.indexOf(word);
  });
const documents = ['Ada Stone Brook sings.', 'Today Ada Stone Brook sings and Ada Stone wins.', 'Rain fell.'];
const source: BatchSource = {
  writer: {
    write: (random) => random.pick(documents),
    writeRunningText: () => '',
  },
  mixtureOf: () => NARRATIVE,
  encode,
  endOfText: 0,
  seed: 3,
};

describe('createBatches', () => {
  const batch = createBatches(source)(5, 8, 30);

  it('depends on seed and step alone', () => {
    expect(createBatches(source)(5, 8, 30)).toEqual(batch);
    expect(createBatches(source)(6, 8, 30).ids).not.toEqual(batch.ids);
    expect(createBatches({ ...source, seed: 4 })(5, 8, 30).ids).not.toEqual(batch.ids);
  });

  it('fills whole rows, each beginning with a document', () => {
    expect(batch.ids).toHaveLength(8 * 31);
    const firsts = documents.map((text) => encode(text)[0]);
    for (let row = 0; row < 8; row++) expect(firsts).toContain(batch.ids[row * 31]);
  });
});
