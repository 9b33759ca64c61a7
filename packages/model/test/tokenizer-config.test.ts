import { readFileSync } from 'node:fs';
import { describeShared, sharedPath, tinyCheckpoint } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../src/index.js';
import { sentencePieceTokenizer } from './sentencepiece-tokenizer.js';

// Which classes follow their config, and the ids below, were found with AutoTokenizer of transformers 5.18.0.

/** The tiny tokenizer, a token per byte, with a pre-tokenizer that adds a space or does not. */
const bytes = (added: boolean, config: object) => {
  const { tokenizerJson } = tinyCheckpoint();
  const pre = { type: 'ByteLevel', add_prefix_space: added, trim_offsets: true, use_regex: true };
  return createTokenizer({ ...tokenizerJson, pre_tokenizer: pre }, config);
};
const hasSpace = (added: boolean, config: object) => bytes(added, config).encode('Hey').length === 4;

describe('add_prefix_space of tokenizer_config.json', () => {
  it.each([
    ...['GPT2Tokenizer', 'GPT2TokenizerFast', 'GPTNeoXTokenizer', 'GPTNeoXTokenizerFast'],
    ...['Qwen2Tokenizer', 'Qwen2TokenizerFast'],
  ])('decides for %s, where it is off unless given', (tokenizer_class) => {
    for (const inFile of [false, true]) {
      expect(hasSpace(inFile, { tokenizer_class })).toBe(false);
      expect(hasSpace(inFile, { tokenizer_class, add_prefix_space: false })).toBe(false);
      expect(hasSpace(inFile, { tokenizer_class, add_prefix_space: true })).toBe(true);
    }
    const tokenizer = bytes(false, { tokenizer_class, add_prefix_space: true });
    expect(tokenizer.decode(tokenizer.encode('Hey'))).toBe(' Hey');
    expect(tokenizer.encode(' Hey')).toHaveLength(4);
    expect(tokenizer.encodeWithOffsets('Hey').offsets[0]).toEqual([0, 0]);
  });

  it.each(['PreTrainedTokenizerFast', 'TokenizersBackend'])('does not for %s', (tokenizer_class) => {
    for (const inFile of [false, true])
      for (const add_prefix_space of [undefined, false, true])
        expect(hasSpace(inFile, { tokenizer_class, add_prefix_space })).toBe(inFile);
  });

  it('is followed where no class is named', () => {
    expect(hasSpace(true, {})).toBe(true);
    expect(hasSpace(true, { add_prefix_space: false })).toBe(false);
    expect(hasSpace(false, { add_prefix_space: true })).toBe(true);
  });

  it.each([true, false])('takes the space from Llama, written as ▁ (legacy: %s)', (legacy) => {
    const { json, config } = sentencePieceTokenizer(legacy);
    const encode = (more: object) =>
      createTokenizer(json, { ...config, ...more }).encode('the', { specialTokens: false });
    expect(encode({ add_prefix_space: null })).toEqual(encode({}));
    expect(encode({ add_prefix_space: true })).toEqual(encode({}));
    const vocab = (json as { model: { vocab: Record<string, number> } }).model.vocab;
    expect(encode({ add_prefix_space: false })).toEqual([vocab.t, vocab.he]);
  });

  it('changes what identifies the tokenizer', async () => {
    const hash = (add_prefix_space: boolean) =>
      bytes(false, { tokenizer_class: 'GPT2Tokenizer', add_prefix_space }).contentHash();
    expect(await hash(true)).not.toBe(await hash(false));
  });
});

describe('tokens that tokenizer_config.json adds', () => {
  const flags = { lstrip: false, rstrip: false, normalized: false, single_word: false, special: true };
  const ids = (config: object, text: string) =>
    createTokenizer(tinyCheckpoint().tokenizerJson, config).encode(text);
  const a = ids({}, 'a');

  it.each([
    ['by number', { added_tokens_decoder: { 256: { ...flags, content: '<pad>' } } }, 256],
    [
      'by number, which only says the order',
      {
        added_tokens_decoder: { 700: { ...flags, content: '<pad>' }, 650: { ...flags, content: '<x>' } },
      },
      257,
    ],
    ['by name', { pad_token: '<pad>' }, 256],
    ['by name, as an object', { pad_token: { ...flags, content: '<pad>' } }, 256],
    ['in a list', { additional_special_tokens: ['<x>', '<pad>'] }, 257],
    ['in a list of version 5', { extra_special_tokens: ['<pad>'] }, 256],
    ['twice', { pad_token: '<pad>', added_tokens_decoder: { 256: { ...flags, content: '<pad>' } } }, 256],
  ])('%s', (_, config, id) => {
    expect(ids(config, 'a<pad>a')).toEqual([...a, id, ...a]);
  });

  it('keep the id that the vocabulary gives them', () => {
    const [first] = ids({}, 'h');
    const config = { pad_token: 'h' };
    expect(ids(config, 'aha')).toEqual([...a, first, ...a]);
    expect(createTokenizer(tinyCheckpoint().tokenizerJson, config).vocabularySize).toBe(256);
  });
});

describeShared('the case tokenizer-add-prefix-space', 'cases/tokenizer-add-prefix-space', () => {
  it('has the ids of transformers', () => {
    const read = (...path: string[]) => JSON.parse(readFileSync(sharedPath(...path), 'utf8'));
    const json = read('fixtures/models/gpt2/tokenizer.json');
    const config = read('cases/tokenizer-add-prefix-space/tokenizer_config.json');
    expect(createTokenizer(json, config).encode('Hello world')).toEqual([333, 498, 79, 272, 281, 76, 68]);
  });
});
