import type { Random } from './random.js';

const ONSETS = 'b br d dr f g gr h j k kr l m n p r s st t tr v z th l m n r s t v'.split(' ');
const VOWELS = 'a e i o u a e i o u a e o ei'.split(' ');
const CODAS = 'n r l s m nd rk lt x v ll n r l'.split(' ');

/** A word of two or three syllables that means nothing in any language the authors know. */
function inventWord(random: Random, syllables: number, ending = ''): string {
  let word = '';
  for (let i = 0; i < syllables; i++) {
    word += random.pick(ONSETS) + random.pick(VOWELS);
    if (i === syllables - 1 && ending === '') word += random.pick(CODAS);
  }
  word += ending;
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `count` different words, none of them in `taken`; they are added to `taken`. */
export function inventWords(
  random: Random,
  count: number,
  taken: Set<string>,
  endings: readonly string[] = [''],
  syllables: readonly number[] = [2],
): string[] {
  const words: string[] = [];
  while (words.length < count) {
    const word = inventWord(random, random.pick(syllables), random.pick(endings));
    const tooClose = [...taken].some((other) => other.startsWith(word) || word.startsWith(other));
    if (word.length > 10 || tooClose) continue;
    taken.add(word);
    words.push(word);
  }
  return words;
}
