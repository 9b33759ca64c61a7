import { foldedText } from './folded-text.js';

/** Ways in which texts that look alike differ, each with what makes letters equal that differ in it alone. */
const DIFFERENCES = {
  'letter case': (letter: string) => letter.toLowerCase(),
  'marks on letters': (letter: string) => letter.normalize('NFD').replace(/\p{M}+/gu, ''),
  'apostrophes or quotation marks': (letter: string) =>
    letter
      .replace(/[\u2018-\u201b\u02b9-\u02bc\u0060\u00b4\u2032]/g, "'")
      .replace(/[\u201c-\u201f\u2033]/g, '"'),
  hyphens: (letter: string) => letter.replace(/[\u2010-\u2015\u2212]/g, '-'),
  blanks: (letter: string) => letter.replace(/\s/g, ' ').replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, ''),
  'width or form of letters': (letter: string) => letter.normalize('NFKC'),
};
type Difference = keyof typeof DIFFERENCES;
const ALL = Object.keys(DIFFERENCES) as Difference[];

/** A fold for `foldedText` that makes texts equal which differ only in these ways; for one text, front to back. */
export function alike(ways: readonly Difference[] = ALL): (letter: string) => string {
  const folds = new Map<string, string>();
  const fold = (letter: string) =>
    ways.reduce((text, way) => DIFFERENCES[way](text), letter.normalize('NFC'));
  let before = '';
  return (letter) => {
    const folded = folds.get(letter) ?? fold(letter);
    folds.set(letter, folded);
    // Several blanks are like one.
    if (folded === ' ' && before === ' ' && ways.includes('blanks')) return '';
    if (folded !== '') before = folded;
    return folded;
  };
}

/** In which ways two texts that are alike differ: the fewest, the plainest first. */
export function differences(a: string, b: string): Difference[] {
  const same = (ways: Difference[]) => foldedText(a, alike(ways)).text === foldedText(b, alike(ways)).text;
  return ALL.reduceRight((needed, way) => {
    const others = needed.filter((other) => other !== way);
    return same(others) ? others : needed;
  }, ALL);
}
