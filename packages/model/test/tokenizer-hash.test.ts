import { tinyCheckpoint } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { createTokenizer } from '../src/index.js';
import { sentencePieceTokenizer } from './sentencepiece-tokenizer.js';

type Json = Record<string, unknown> & { model: Record<string, unknown> };

const { json, config } = sentencePieceTokenizer(true) as { json: Json; config: object };
const hashOf = (tokenizer: unknown, settings: object = config) =>
  createTokenizer(tokenizer, settings).contentHash();

it('notices every change that makes other ids', async () => {
  const vocabulary = json.model.vocab as Record<string, number>;
  const swapped = { ...vocabulary, a: vocabulary.b, b: vocabulary.a };
  const merges = json.model.merges as string[];
  const changed = [
    { ...json, model: { ...json.model, vocab: swapped } },
    { ...json, model: { ...json.model, merges: [...merges.slice(1), merges[0]] } },
    { ...json, normalizer: null },
    { ...json, post_processor: null },
    { ...json, added_tokens: (json.added_tokens as unknown[]).slice(0, 2) },
  ];
  const hashes = await Promise.all([json, ...changed].map((each) => hashOf(each)));
  hashes.push(await hashOf(json, { ...config, add_bos_token: false }));
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
});

it('is the same for the same tokenizer written in another way', async () => {
  const { merges, ...model } = json.model;
  const turned = Object.fromEntries(Object.entries(model).reverse());
  const pairs = (merges as string[]).map((pair) => pair.split(' '));
  const rewritten = {
    model: { dropout: null, ...turned, merges: pairs },
    ...Object.fromEntries(Object.entries(json).filter(([key]) => key !== 'model')),
    version: '2.0',
    truncation: { max_length: 8 },
  };
  expect(await hashOf(rewritten, { ...config, chat_template: 'x' })).toBe(await hashOf(json));
});

it('is that of the tiny tokenizer on every platform', async () => {
  const { tokenizerJson, tokenizerConfig } = tinyCheckpoint();
  expect(await hashOf(tokenizerJson, tokenizerConfig)).toMatchInlineSnapshot(
    `"68adb083c5c13a6dc595461c935a63caa7d86ad2e7c6a56b3cedc6942c60eb28"`,
  );
});
