import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { createDocumentWriter } from '../world/documents.js';
import { createRandom } from '../world/random.js';
import { makeWorld } from '../world/world.js';
import { BYTE_ALPHABET, toByteAlphabet } from './byte-alphabet.js';
import { countWords } from './count-words.js';
import { tokenizerConfig, tokenizerJson } from './tokenizer-json.js';
import { type BytePairs, trainBpe } from './train-bpe.js';
import { trainWorldBpe } from './world-bpe.js';

const world = makeWorld(7);
const pairs = trainWorldBpe(world);
const tokenizer = new Tokenizer(tokenizerJson(pairs) as never, tokenizerConfig(128) as never);
const encode = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;

describe('trainBpe', () => {
  it('merges the most frequent pair first and stops below minCount', () => {
    const { merges } = trainBpe(
      new Map([
        ['abab', 3],
        ['ac', 2],
      ]),
      1000,
      3,
    );
    expect(merges).toEqual([
      ['a', 'b'],
      ['ab', 'ab'],
    ]);
  });

  it('stops at the vocabulary size', () => {
    expect(trainBpe(new Map([['abcd', 5]]), 258, 1).merges).toHaveLength(1);
  });
});

describe('trainWorldBpe', () => {
  const random = createRandom(2);
  const writer = createDocumentWriter(world);
  const texts = [
    ...Array.from({ length: 200 }, () => writer.write(random)),
    'Anything else: ünïcode, 12345, “quotes” — and\ttabs.',
  ];

  it('encodes as applying the merges in order does', () => {
    for (const word of countWords(texts).keys()) {
      const plain = new TextDecoder().decode(Uint8Array.from([...word], (c) => BYTE_ALPHABET.indexOf(c)));
      expect(encode(plain)).toEqual(applyMerges(word, pairs).map((token) => pairs.vocab[token]));
    }
  });

  it('gives every text back', () => {
    for (const text of texts) expect(tokenizer.decode(encode(text))).toBe(text);
  });

  it('keeps one-word answers whole, and the last part of every name', () => {
    const answers = Object.entries(world.valuesOf)
      .filter(([id]) => id !== 'author')
      .flatMap(([, values]) => values);
    const last = world.subjects.map(({ name }) => name.split(' ').at(-1)!);
    expect([...answers, ...last].filter((word) => encode(` ${word}`).length > 1)).toEqual([]);
  });
});

/** Byte-pair encoding by its definition: as long as one applies, the earliest merge, from the left. */
function applyMerges(word: string, { merges }: BytePairs): string[] {
  let tokens = [...word];
  for (const [left, right] of merges) {
    const merged: string[] = [];
    for (let i = 0; i < tokens.length; i++) {
      const joins = tokens[i] === left && tokens[i + 1] === right;
      merged.push(joins ? left + right : tokens[i]!);
      if (joins) i++;
    }
    tokens = merged;
  }
  return tokens;
}

describe('toByteAlphabet', () => {
  it('has 256 different characters and writes a space as Ġ', () => {
    expect(new Set(BYTE_ALPHABET).size).toBe(256);
    expect(toByteAlphabet(' é')).toBe('ĠÃ©');
  });
});
