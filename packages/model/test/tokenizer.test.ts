import { readFileSync } from 'node:fs';
import { questionOf, seededRandom } from '@alphaedit/spec';
import { describeShared, sharedPath, tinyCheckpoint } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { type CheckpointTokenizer, createTokenizer } from '../src/index.js';
import { sentencePieceTokenizer } from './sentencepiece-tokenizer.js';

const TEXTS = 400;

const bytes = () => {
  const { tokenizerJson, tokenizerConfig } = tinyCheckpoint();
  return createTokenizer(tokenizerJson, tokenizerConfig);
};
const nfc = () => {
  const { tokenizerJson, tokenizerConfig } = tinyCheckpoint();
  return createTokenizer({ ...tokenizerJson, normalizer: { type: 'NFC' } }, tokenizerConfig);
};
const prefixed = () => {
  const { tokenizerJson, tokenizerConfig } = tinyCheckpoint();
  const pre = { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true };
  return createTokenizer({ ...tokenizerJson, pre_tokenizer: pre }, tokenizerConfig);
};
const pieces = (legacy: boolean, more: object = {}) => {
  const { json, config } = sentencePieceTokenizer(legacy);
  return createTokenizer(json, { ...config, ...more });
};
const shared = (family: string) => () => {
  const read = (name: string) =>
    JSON.parse(readFileSync(sharedPath('fixtures/models', family, name), 'utf8'));
  return createTokenizer(read('tokenizer.json'), read('tokenizer_config.json'));
};

const SYLLABLES = [
  ...[
    'the',
    'Dan',
    'ielle',
    'er',
    'ing',
    ' ',
    ' ',
    '  ',
    '\n',
    '\t',
    '.',
    ', ',
    "'s",
    '-',
    '42',
    'New',
    'York',
  ],
  ...[
    'é',
    'e\u0301',
    'Łódź',
    'ü',
    '\u0308',
    '東京',
    '京都',
    'ñ',
    '한국',
    '\u1112\u1161\u11ab',
    'Ωmega',
    '▁',
    'ﬁ',
    '№',
  ],
  ...['🎉', '👩‍👩‍👧', '🇫🇷', '\u200d', '\u00a0', 'İ', 'ß', 'שלום', 'สวัสดี', '<s>', '<|endoftext|>', '$&', '{}'],
];
function randomText(random: () => number): string {
  const length = 1 + Math.floor(random() * 9);
  return Array.from({ length }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]!).join('');
}

const SUBJECTS = [
  'Ada',
  'Danielle Darrieux',
  'Übersee',
  'Łódź',
  '東京',
  'café 🎉',
  "O'Brien",
  'cafe\u0301',
  '$& {',
  'a',
];
const TEMPLATES = [
  '{} was born in',
  'The home of {} is',
  'They ask about {}',
  'X. {}',
  '  {} sings',
  '({})!',
  '"{}"',
  '{}ish',
];

/** What holds of offsets whatever the tokenizer. */
function offsetsHold(tokenizer: CheckpointTokenizer, text: string, exact: boolean): void {
  const { ids, offsets } = tokenizer.encodeWithOffsets(text);
  expect(ids).toEqual(tokenizer.encode(text));
  expect(offsets).toHaveLength(ids.length);
  let reached = 0;
  for (const [start, end] of offsets) {
    expect(start).toBeLessThanOrEqual(end);
    // In order and without a hole: a token begins at or before the end of those before it.
    expect(start).toBeLessThanOrEqual(reached);
    expect(end).toBeGreaterThanOrEqual(reached);
    reached = Math.max(reached, end);
  }
  expect(reached).toBe(text.length);
  // What the library decodes the first tokens to is the text up to where they are said to end.
  const { ids: bare, offsets: inner } = tokenizer.encodeWithOffsets(text, { specialTokens: false });
  for (let count = 1; count <= bare.length; count++) {
    const [, end] = inner[count - 1]!;
    const complete = count === bare.length || inner[count]![0] >= end;
    const words = tokenizer.decode(bare.slice(0, count));
    if (!complete || words.includes('\ufffd')) continue;
    // Spaces that SentencePiece adds and its decoder takes away do not count.
    const plain = (value: string) => (exact ? value : value.replaceAll(/[ ▁]/g, '')).normalize('NFC');
    expect(plain(words), `first ${count} tokens of ${JSON.stringify(text)}`).toBe(plain(text.slice(0, end)));
  }
}

/** The last token of a subject ends with it or holds its end; the token after it does not. */
function subjectFound(tokenizer: CheckpointTokenizer, template: string, subject: string): void {
  const text = questionOf({ prompt: template, subject });
  const start = template.indexOf('{}');
  const end = start + subject.length;
  const { ids, offsets } = tokenizer.encodeWithOffsets(text);
  const last = offsets.findLastIndex(([from, to]) => from < end && to > from);
  expect(offsets[last]![1]).toBeGreaterThanOrEqual(end);
  expect(offsets[last]![1]).toBeGreaterThan(start);
  // The published rule, counting the tokens of what goes before, agrees wherever the two texts split alike.
  const before = tokenizer.encode(template.slice(0, start) + subject);
  if (before.every((id, i) => ids[i] === id)) expect(last).toBe(before.length - 1);
}

const KINDS: [string, () => CheckpointTokenizer, boolean][] = [
  ['bytes', bytes, true],
  ['bytes behind NFC', nfc, true],
  ['bytes with a space in front', prefixed, false],
  ['SentencePiece, normalizer', () => pieces(true), false],
  ['SentencePiece, Metaspace', () => pieces(false), false],
];

/** @param exact whether decoding gives a text back to the last space */
function suite(make: () => CheckpointTokenizer, exact: boolean): void {
  it(`says where the tokens of ${TEXTS} random texts lie`, () => {
    const tokenizer = make();
    const random = seededRandom(7);
    for (let i = 0; i < TEXTS; i++) offsetsHold(tokenizer, randomText(random), exact);
  });

  it.each(TEMPLATES)('finds subjects in "%s"', (template) => {
    const tokenizer = make();
    for (const subject of SUBJECTS) subjectFound(tokenizer, template, subject);
  });
}

describe.each(KINDS)('%s', (_, make, exact) => suite(make, exact));
for (const family of ['gpt2', 'llama3', 'qwen2', 'mistral']) {
  describeShared(`the tokenizer of ${family}`, `fixtures/models/${family}`, () =>
    suite(shared(family), true),
  );
}

it('an empty text has the special tokens only', () => {
  expect(bytes().encodeWithOffsets('')).toEqual({ ids: [], offsets: [] });
  const { ids, offsets } = pieces(true).encodeWithOffsets('');
  expect(ids[0]).toBe(1);
  expect(offsets[0]).toEqual([0, 0]);
});

it('a token that does not show its text has all of it', () => {
  const { tokenizerJson, tokenizerConfig } = tinyCheckpoint();
  const json = structuredClone(tokenizerJson) as { model: Record<string, unknown>; pre_tokenizer: unknown };
  json.pre_tokenizer = null;
  json.model = { ...json.model, vocab: { '<unk>': 0, a: 1, b: 2 }, unk_token: '<unk>', fuse_unk: true };
  const { ids, offsets } = createTokenizer({ ...json, decoder: null }, tokenizerConfig).encodeWithOffsets(
    'axyb',
  );
  expect(ids[0]).toBe(1);
  expect(offsets[0]).toEqual([0, 1]);
  expect(offsets.at(-1)).toEqual([3, 4]);
});

describe('the begin-of-text token', () => {
  it('follows tokenizer.json', () => {
    expect(bytes().addsBos).toBe(false);
    expect(pieces(true)).toMatchObject({ addsBos: true, bosTokenId: 1, eosTokenId: 2 });
  });

  it.each([
    ['LlamaTokenizer', false],
    ['LlamaTokenizerFast', false],
    ['PreTrainedTokenizerFast', true],
  ])('is left out where the config of %s says so: %s', (tokenizer_class, added) => {
    const tokenizer = pieces(true, { tokenizer_class, add_bos_token: false });
    expect(tokenizer.addsBos).toBe(added);
    expect(tokenizer.encode('the')[0] === 1).toBe(added);
    expect(tokenizer.encodeWithOffsets('the').ids).toEqual(tokenizer.encode('the'));
  });

  it('is put in where the config of Llama says so and tokenizer.json does not', () => {
    const { json, config } = sentencePieceTokenizer(true);
    const tokenizer = createTokenizer({ ...json, post_processor: null }, { ...config, add_bos_token: true });
    expect(tokenizer.addsBos).toBe(true);
    expect(tokenizer.encode('the')[0]).toBe(1);
    expect(tokenizer.encode('the', { specialTokens: false })[0]).not.toBe(1);
    expect(tokenizer.encodeWithOffsets('the').offsets[0]).toEqual([0, 0]);
  });
});
