import { readFileSync } from 'node:fs';
import { describeShared, sharedPath } from '@alphaedit/testing';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../src/index.js';
import { withReferenceSplits } from '../src/tokenizer/reference-splits.js';

interface Case {
  readonly name: string;
  readonly config: object;
  readonly splits: readonly string[][];
}

/** How the reference library splits texts: see splits/record_splits.py. */
const { texts, cases } = JSON.parse(readFileSync(new URL('splits/splits.json', import.meta.url), 'utf8')) as {
  texts: string[];
  cases: Case[];
};

const BARE = {
  added_tokens: [],
  normalizer: null,
  post_processor: null,
  decoder: null,
  model: { type: 'BPE', vocab: { a: 0 }, merges: [] },
};

describe.each(cases)('$name', ({ config, splits }) => {
  it('splits every text as the reference does', () => {
    const { pre_tokenizer } = new Tokenizer(withReferenceSplits({ ...BARE, pre_tokenizer: config }), {});
    const found = texts.map((text) => pre_tokenizer!(text, { section_index: 0 }));
    expect(found).toEqual(splits);
  });
});

it('strips what the reference takes for white space', () => {
  const strip = (strip_left: boolean, strip_right: boolean) => {
    const normalizer = { type: 'Sequence', normalizers: [{ type: 'Strip', strip_left, strip_right }] };
    return new Tokenizer(withReferenceSplits({ ...BARE, pre_tokenizer: null, normalizer }), {}).normalizer!;
  };
  const text = '\u0085\t \ufeffa b\ufeff\u2028\n';
  expect(strip(true, true)(text)).toBe('\ufeffa b\ufeff');
  expect(strip(true, false)(text)).toBe('\ufeffa b\ufeff\u2028\n');
  expect(strip(false, true)(text)).toBe('\u0085\t \ufeffa b\ufeff');
});

describeShared('the case gpt2-regex-whitespace', 'cases/gpt2-regex-whitespace', () => {
  it('has the ids of the reference', () => {
    const json = JSON.parse(readFileSync(sharedPath('models/cf-8l-256/tokenizer.json'), 'utf8'));
    const { encode } = createTokenizer(json, {});
    expect(encode("the\ufeff's")).toEqual([2043, 172, 120, 124, 7, 83]);
    expect(encode("the\u0085's")).toEqual([2043, 127, 228, 313]);
  });
});
