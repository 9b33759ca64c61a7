/** A text in another form, with the way back. */
export interface FoldedText {
  readonly text: string;
  /**
   * The range of the original that `[from, to)` of the folded text comes from; undefined where that cuts through a
   * letter and its marks.
   */
  original(from: number, to: number): readonly [from: number, to: number] | undefined;
}

/** A letter with its combining marks, or with the vowels and finals of a Korean syllable written in parts. */
const LETTERS = /[\s\S][\p{M}\u1160-\u11ff]*/gu;

/** The text with each letter, and the marks that go with it, put through `fold`. */
export function foldedText(text: string, fold: (letter: string) => string): FoldedText {
  const starts: number[] = [];
  const origins: number[] = [];
  const parts: string[] = [];
  let length = 0;
  for (const { 0: letter, index } of text.matchAll(LETTERS)) {
    starts.push(length);
    origins.push(index);
    const folded = fold(letter);
    parts.push(folded);
    length += folded.length;
  }
  starts.push(length);
  origins.push(text.length);
  return {
    text: parts.join(''),
    original(from, to) {
      // What folds to nothing before and after the range is left out of it.
      const first = countBelow(starts, from + 1) - 1;
      const end = countBelow(starts, to);
      return starts[first] === from && starts[end] === to ? [origins[first]!, origins[end]!] : undefined;
    },
  };
}

/** The text in normal form C, in which the same letters are the same characters. */
export function composedText(text: string): FoldedText {
  if (text.normalize('NFC') === text) return { text, original: (from, to) => [from, to] };
  return foldedText(text, (letter) => letter.normalize('NFC'));
}

/** How many of the ascending numbers are below `limit`. */
function countBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
