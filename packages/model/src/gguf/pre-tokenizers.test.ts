import { expect, it } from 'vitest';
import { preTokenizerName } from './pre-tokenizers.js';

const split = (Regex: string) => ({ type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false });
const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };
const sequence = (...pretokenizers: object[]) => ({ type: 'Sequence', pretokenizers });
/** As `tokenizer.json` of Llama 3 and Qwen 2 have it. */
const words = (numbers: string) =>
  `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;

it('names the splits that llama.cpp knows, and no others', () => {
  expect(preTokenizerName({ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true })).toBe('gpt-2');
  expect(preTokenizerName(sequence(split(words('\\p{N}{1,3}')), bytes))).toBe('llama-bpe');
  expect(preTokenizerName(sequence(split(words('\\p{N}')), bytes))).toBe('qwen2');
  const digits = { type: 'Digits', individual_digits: true };
  expect(preTokenizerName(sequence(digits, { ...bytes, use_regex: true }))).toBe('smollm');
  expect(preTokenizerName(sequence(split(words('\\p{N}{1,2}')), bytes))).toBeUndefined();
  // A space in front of the text, which llama.cpp does not put there.
  expect(preTokenizerName({ type: 'ByteLevel', add_prefix_space: true })).toBeUndefined();
  expect(preTokenizerName(null)).toBeUndefined();
});
