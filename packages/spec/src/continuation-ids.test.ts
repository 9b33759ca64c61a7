import { describe, expect, it } from 'vitest';
import { continuationIds } from './continuation-ids.js';

/** Ids are words; a list in order of preference, then single characters. `<s>` and `</s>` where asked for. */
function tokenizer(pieces: readonly string[], { begin = false, end = false, prepend = '' } = {}) {
  const vocabulary: string[] = ['<s>', '</s>'];
  const idOf = (piece: string) => {
    if (!vocabulary.includes(piece)) vocabulary.push(piece);
    return vocabulary.indexOf(piece);
  };
  return {
    encode(text: string, { specialTokens = true }: { readonly specialTokens?: boolean } = {}): number[] {
      const ids: number[] = [];
      const whole = text === '' ? '' : prepend + text;
      for (let at = 0; at < whole.length; ) {
        const piece =
          pieces.find((one) => whole.startsWith(one, at)) ?? String.fromCodePoint(whole.codePointAt(at)!);
        ids.push(idOf(piece));
        at += piece.length;
      }
      return specialTokens ? [...(begin ? [0] : []), ...ids, ...(end ? [1] : [])] : ids;
    },
    read: (ids: readonly number[]) => ids.map((id) => vocabulary[id]!),
  };
}

const WORDS = ['The', ' sky', ' is', ' blue', ' Paris'];

function split(of: ReturnType<typeof tokenizer>, prompt: string, target: string, keep?: number) {
  const { prompt: before, target: after } = continuationIds(of, prompt, target, { keep });
  return [of.read(before), of.read(after)];
}

describe('continuationIds', () => {
  it('is what comes after the tokens of the prompt', () => {
    const words = tokenizer(WORDS);
    expect(split(words, 'The sky is', 'blue')).toEqual([['The', ' sky', ' is'], [' blue']]);
    expect(split(words, 'The sky is', ' blue')).toEqual([['The', ' sky', ' is'], [' blue']]);
    expect(split(words, 'The sky is', 'grey')[1]).toEqual([' ', 'g', 'r', 'e', 'y']);
  });

  it('has no blank that a tokenizer puts before every text', () => {
    const llama = tokenizer([...WORDS, ' The'], { prepend: ' ', begin: true });
    expect(llama.read(llama.encode(' Paris', { specialTokens: false }))).toEqual([' ', ' Paris']);
    expect(split(llama, 'The sky is', 'Paris')).toEqual([['<s>', ' The', ' sky', ' is'], [' Paris']]);
  });

  it('has begin-of-text once and no end-of-text', () => {
    for (const begin of [true, false]) {
      const words = tokenizer(WORDS, { begin, end: true });
      const first = begin ? ['<s>'] : [];
      expect(split(words, 'The sky', 'is blue')).toEqual([
        [...first, 'The', ' sky'],
        [' is', ' blue'],
      ]);
      expect(split(words, '', 'Paris')).toEqual([first, [' Paris']]);
    }
  });

  it('begins earlier where a token covers the seam', () => {
    const words = tokenizer([...WORDS, '首都', '是巴', '黎']);
    expect(split(words, 'The sky is ', 'blue')).toEqual([['The', ' sky', ' is'], [' blue']]);
    expect(split(words, 'The sky is  ', 'blue')).toEqual([['The', ' sky', ' is', ' '], [' blue']]);
    expect(split(words, '首都是', '巴黎')).toEqual([['首都'], ['是巴', '黎']]);
  });

  it('keeps the tokens of the prompt it has to', () => {
    const merging = tokenizer(['首都', '是巴', '黎', '巴']);
    expect(split(merging, '首都是', '巴黎', 2)).toEqual([
      ['首都', '是'],
      ['巴', '黎'],
    ]);
    expect(split(merging, '是', '巴黎')).toEqual([['是'], ['巴', '黎']]);
    // What is kept is followed by the continuation as it is after a text, not as it is by itself.
    const prepending = tokenizer(['是巴', '巴', '黎'], { prepend: ' ' });
    expect(split(prepending, '是', '巴黎', 2)).toEqual([
      [' ', '是'],
      ['巴', '黎'],
    ]);
  });

  it('is empty where there are no tokens', () => {
    const words = tokenizer(WORDS);
    expect(split(words, 'The sky ', ' ')[1]).toEqual([]);
    expect(split(words, '', 'Paris')).toEqual([[], [' Paris']]);
  });
});
